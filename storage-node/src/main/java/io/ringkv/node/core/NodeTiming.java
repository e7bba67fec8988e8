package io.ringkv.node.core;

/**
 * Every time limit of a node, nanoseconds.
 *
 * @param housekeeping how often what was written is looked at again
 * @param gossip how often nodes tell each other what they know
 */
public record NodeTiming(
        long heartbeatNanos,
        long requestTimeoutNanos,
        long reconnectNanos,
        long peerSilenceNanos,
        long levelOneNanos,
        long syncIntervalNanos,
        long resendNanos,
        Housekeeping housekeeping,
        GossipPace gossip) {

    /**
     * What a node does by itself about what it holds, nanoseconds.
     *
     * @param sessionLifeNanos request ids are recognised for at least this long after their session was issued
     * @param purgeIntervalNanos in which all slots are looked at for tombstones that can go
     * @param sweepIntervalNanos in which an idle node compares all slots that it is primary of with their replicas
     */
    public record Housekeeping(
            long sessionLifeNanos, long purgeIntervalNanos, long sweepIntervalNanos) {
        public static final Housekeeping DEFAULT =
                new Housekeeping(600_000_000_000L, 60_000_000_000L, 86_400_000_000_000L);

        public Housekeeping withSweepInterval(long nanos) {
            return new Housekeeping(sessionLifeNanos, purgeIntervalNanos, nanos);
        }
    }

    public static final NodeTiming DEFAULT = of(Housekeeping.DEFAULT, GossipPace.DEFAULT);

    /** The limits that nobody sets are the usual ones. */
    public static NodeTiming of(Housekeeping housekeeping, GossipPace gossip) {
        return new NodeTiming(
                500_000_000L,
                5_000_000_000L,
                100_000_000L,
                2_000_000_000L,
                1_000_000_000L,
                100_000_000L,
                300_000_000L,
                housekeeping,
                gossip);
    }
}
