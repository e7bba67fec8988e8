/** The storage node as a process: options, wiring, disk, stop. */
@NullMarked
package io.ringkv.node.server;

import org.jspecify.annotations.NullMarked;
