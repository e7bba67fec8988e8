package io.ringkv.node.core;

/**
 * How often a node gossips, and with how many others each time: what it costs grows with these and not with the cluster.
 *
 * @param intervalNanos between two rounds
 * @param fanout peers that are asked in a round
 */
public record GossipPace(long intervalNanos, int fanout) {
    public static final GossipPace DEFAULT = new GossipPace(1_000_000_000L, 3);
}
