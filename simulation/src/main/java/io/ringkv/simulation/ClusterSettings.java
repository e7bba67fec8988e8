package io.ringkv.simulation;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.NodeBounds;

import java.util.SplittableRandom;

/**
 * The machines of a run.
 *
 * @param copyChunkBytes a piece of a slot's copy
 * @param sessionLifeNanos how long request ids are recognised at least
 * @param syncNanosMax one sync of a disk takes up to this
 * @param driftPpm a clock goes wrong by up to this, fast or slow
 * @param clockAheadMs by how much the first node's time of day runs ahead of all others
 * @param sweepNanos in which nodes compare all slots with their replicas, again and again
 * @param coordinators that keep the metadata log
 */
public record ClusterSettings(
        int nodes,
        int replicas,
        Durability durability,
        int copyChunkBytes,
        long sessionLifeNanos,
        long syncNanosMax,
        int driftPpm,
        long clockAheadMs,
        long sweepNanos,
        int coordinators) {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    /** No run is so long. */
    static final long SELDOM = 86_400 * SECOND;

    static ClusterSettings draw(SplittableRandom random) {
        return new ClusterSettings(
                3 + random.nextInt(3),
                random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 3,
                Durability.values()[random.nextInt(Durability.values().length)],
                1 << 6 + random.nextInt(8),
                (4 + random.nextInt(16)) * SECOND,
                (1 + random.nextInt(10)) * MS,
                random.nextInt(2_000),
                random.nextInt(3) == 0 ? random.nextLong(3_600_000) : 0,
                random.nextInt(3) == 0 ? (5 + random.nextInt(20)) * SECOND : SELDOM,
                1);
    }

    ClusterSettings sized(int newNodes, int newReplicas) {
        return new ClusterSettings(
                newNodes,
                newReplicas,
                durability,
                copyChunkBytes,
                sessionLifeNanos,
                syncNanosMax,
                driftPpm,
                clockAheadMs,
                sweepNanos,
                coordinators);
    }

    ClusterSettings withCoordinators(int count) {
        return new ClusterSettings(
                nodes,
                replicas,
                durability,
                copyChunkBytes,
                sessionLifeNanos,
                syncNanosMax,
                driftPpm,
                clockAheadMs,
                sweepNanos,
                count);
    }

    ClusterSettings sessions(long newSessionLifeNanos) {
        return new ClusterSettings(
                nodes,
                replicas,
                durability,
                copyChunkBytes,
                newSessionLifeNanos,
                syncNanosMax,
                driftPpm,
                clockAheadMs,
                sweepNanos,
                coordinators);
    }

    /** Small ones, so that runs meet them. */
    NodeBounds bounds() {
        return new NodeBounds(1 << 12, 1 << 20, copyChunkBytes, 1 << 12, 1 << 20, 10_000);
    }

    /** A single copy that was not synced is not promised to survive a power cut. */
    boolean survivesPowerCut() {
        return replicas > 1 || durability == Durability.FSYNC;
    }

    @Override
    public String toString() {
        return (coordinators == 1 ? "" : coordinators + " coordinators, ") + nodes + " nodes, "
                + replicas + " replicas, durability " + durability
                + ", syncs of up to "
                + syncNanosMax / MS + " ms, sessions of " + sessionLifeNanos / SECOND
                + " s, copies in pieces of " + copyChunkBytes + " B, clocks off by up to "
                + driftPpm
                + " ppm and " + clockAheadMs + " ms"
                + (sweepNanos == SELDOM ? "" : ", a sweep in " + sweepNanos / SECOND + " s");
    }
}
