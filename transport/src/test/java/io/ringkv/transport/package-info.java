/** The transport over real loopback sockets. */
@NullMarked
package io.ringkv.transport;

import org.jspecify.annotations.NullMarked;
