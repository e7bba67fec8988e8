package io.ringkv.simulation;

import java.util.SplittableRandom;

/**
 * What the network does to messages. A connection is one of TCP: a lost packet delays what is behind it and neither
 * loses, repeats nor reorders anything; between connections nothing is ordered.
 *
 * @param delayNanosMax of a message, one way
 * @param lostPercent messages that are sent again, and so take up to 20 times as long
 * @param slowNode whose messages all take as many times as long as the factor says; 0 for nobody's
 * @param silentBreakNanos how long the other end takes to learn that a machine has lost its power
 */
public record NetworkSettings(
        long delayNanosMax, int lostPercent, int slowNode, int slowFactor, long silentBreakNanos) {
    private static final long MS = 1_000_000L;

    static NetworkSettings draw(SplittableRandom random) {
        return new NetworkSettings(
                (1 + random.nextInt(5)) * MS,
                random.nextInt(10),
                random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
                5 + random.nextInt(20),
                (5 + random.nextInt(11)) * 1_000L * MS);
    }

    @Override
    public String toString() {
        return "delays of up to " + delayNanosMax / MS + " ms, " + lostPercent
                + " % of packets lost, "
                + (slowNode == 0
                        ? "no slow machine"
                        : "n" + slowNode + " " + slowFactor + " times as slow")
                + ", " + silentBreakNanos / MS + " ms until a machine without power is missed";
    }
}
