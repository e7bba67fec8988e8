/** What a node's core asks of the machine: its store and its disk. */
@NullMarked
package io.ringkv.node.port;

import org.jspecify.annotations.NullMarked;
