package io.ringkv.node.core;

/**
 * Every time limit of a node, nanoseconds.
 *
 * @param sessionLifeNanos request ids are recognised for at least this long after their session was issued
 * @param purgeIntervalNanos in which all slots are looked at for tombstones that can go
 * @param sweepIntervalNanos in which an idle node compares all slots that it is primary of with their replicas
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
        long sessionLifeNanos,
        long purgeIntervalNanos,
        long sweepIntervalNanos,
        GossipPace gossip) {

    public static final NodeTiming DEFAULT = new NodeTiming(
            500_000_000L,
            5_000_000_000L,
            100_000_000L,
            2_000_000_000L,
            1_000_000_000L,
            100_000_000L,
            300_000_000L,
            600_000_000_000L,
            60_000_000_000L,
            86_400_000_000_000L,
            GossipPace.DEFAULT);

    public NodeTiming withSessionLife(long nanos) {
        return new NodeTiming(
                heartbeatNanos,
                requestTimeoutNanos,
                reconnectNanos,
                peerSilenceNanos,
                levelOneNanos,
                syncIntervalNanos,
                resendNanos,
                nanos,
                purgeIntervalNanos,
                sweepIntervalNanos,
                gossip);
    }

    public NodeTiming withPurgeInterval(long nanos) {
        return new NodeTiming(
                heartbeatNanos,
                requestTimeoutNanos,
                reconnectNanos,
                peerSilenceNanos,
                levelOneNanos,
                syncIntervalNanos,
                resendNanos,
                sessionLifeNanos,
                nanos,
                sweepIntervalNanos,
                gossip);
    }

    public NodeTiming withSweepInterval(long nanos) {
        return new NodeTiming(
                heartbeatNanos,
                requestTimeoutNanos,
                reconnectNanos,
                peerSilenceNanos,
                levelOneNanos,
                syncIntervalNanos,
                resendNanos,
                sessionLifeNanos,
                purgeIntervalNanos,
                nanos,
                gossip);
    }

    public NodeTiming withGossip(GossipPace pace) {
        return new NodeTiming(
                heartbeatNanos,
                requestTimeoutNanos,
                reconnectNanos,
                peerSilenceNanos,
                levelOneNanos,
                syncIntervalNanos,
                resendNanos,
                sessionLifeNanos,
                purgeIntervalNanos,
                sweepIntervalNanos,
                pace);
    }
}
