/** The edge of a process towards the network: connections, and the one event loop that drives its actor. */
@NullMarked
package io.ringkv.transport;

import org.jspecify.annotations.NullMarked;
