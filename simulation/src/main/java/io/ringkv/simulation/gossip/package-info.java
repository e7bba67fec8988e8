/** Gossip alone, of many more nodes than a whole simulated cluster has: the core that nodes run, and no data path. */
@NullMarked
package io.ringkv.simulation.gossip;

import org.jspecify.annotations.NullMarked;
