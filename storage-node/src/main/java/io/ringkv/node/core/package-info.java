/** The data path of a storage node, without IO: the simulator and the server run these same classes. */
@NullMarked
package io.ringkv.node.core;

import org.jspecify.annotations.NullMarked;
