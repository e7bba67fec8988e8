package io.ringkv.simulation;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.Rules;

import java.util.SplittableRandom;

/**
 * Everything that one run varies, drawn from its seed and printed first. Times in nanoseconds, rates as the mean time
 * between two faults, 0 for never.
 *
 * @param sessionLifeNanos how long request ids are recognised at least
 * @param clockAheadMs by how much the first node's clock runs ahead of all others
 */
public record SimSettings(
        long seed,
        int nodes,
        int replicas,
        int clients,
        int keys,
        Durability durability,
        long delayNanosMax,
        int slowPercent,
        long breakEveryNanos,
        long crashEveryNanos,
        long powerCutEveryNanos,
        long wipeEveryNanos,
        long pauseEveryNanos,
        long cutEveryNanos,
        long coordinatorCrashEveryNanos,
        long leaderLossEveryNanos,
        int copyChunkBytes,
        long sessionLifeNanos,
        long clockAheadMs,
        int appendFaultPercent,
        long seconds,
        Rules rules) {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /** Draws a configuration; the seed is all that is needed to see the same run again. */
    public static SimSettings draw(long seed, long seconds, Rules rules) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
        int nodes = 3 + random.nextInt(3);
        int replicas = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 3;
        Durability durability = Durability.values()[random.nextInt(Durability.values().length)];
        // A single copy that was not synced is not promised to survive a power cut.
        boolean survivesPowerCut = replicas > 1 || durability == Durability.FSYNC;
        return new SimSettings(
                seed,
                nodes,
                replicas,
                4 + random.nextInt(3),
                2 + random.nextInt(5),
                durability,
                (1 + random.nextInt(5)) * MS,
                random.nextInt(10),
                rate(random, 2, 20),
                rate(random, 4, 30),
                survivesPowerCut ? rate(random, 8, 40) : 0,
                replicas >= 3 ? rate(random, 10, 50) : 0,
                rate(random, 4, 30),
                rate(random, 4, 30),
                rate(random, 8, 40),
                rate(random, 5, 40),
                1 << 6 + random.nextInt(8),
                (4 + random.nextInt(16)) * SECOND,
                random.nextInt(3) == 0 ? random.nextLong(3_600_000) : 0,
                5 * random.nextInt(5),
                seconds,
                rules);
    }

    private static long rate(SplittableRandom random, int fromSeconds, int toSeconds) {
        return random.nextInt(4) == 0
                ? 0
                : (fromSeconds + random.nextInt(toSeconds - fromSeconds)) * SECOND;
    }

    /** The time that one sync of a disk takes. */
    long syncNanos(World world) {
        return 200_000 + world.network().nextLong(5 * MS);
    }

    /** How long the other end of a connection takes to learn that a machine lost its power. */
    long silentBreakNanos() {
        return 15 * SECOND;
    }
}
