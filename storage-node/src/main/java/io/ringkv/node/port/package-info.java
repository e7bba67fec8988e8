/** What the cores of a node ask of the world around them, as interfaces. */
@NullMarked
package io.ringkv.node.port;

import org.jspecify.annotations.NullMarked;
