/** A coordinator and a storage node in one process, so that identical processes are a whole cluster. */
@NullMarked
package io.ringkv.server;

import org.jspecify.annotations.NullMarked;
