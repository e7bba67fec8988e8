package io.ringkv.simulation.history;

import java.util.Arrays;

/**
 * What one of each class of the unknown weighs. Whoever uses no more of any class than there are uses no more of their
 * weights together, whatever these are: a condition that is one number, so that of all ways to a point the lightest is
 * enough. Where it cannot be met, nothing explains the history; where it is met by using too many of some classes, those
 * are to weigh more.
 */
final class Weights {
    private static final long FIRST = 1 << 16;

    private long[] weights = {};
    private int rounds;

    /** A write joins those that nobody asks for when its value is over, and must not get heavier by it: they weigh 0. */
    long of(int kin, Act act) {
        if (act.kind() == Act.Kind.WRITE && act.writes() == Values.UNASKED) {
            return 0;
        }
        return kin < weights.length ? weights[kin] : FIRST;
    }

    /**
     * Those of which some were missing weigh more, and the others less, each time by a smaller part.
     *
     * @param classes how many there are, numbered from 0
     */
    void raise(Spent spent, int classes) {
        int known = weights.length;
        weights = Arrays.copyOf(weights, Math.max(known, classes));
        Arrays.fill(weights, known, weights.length, FIRST);
        rounds++;
        for (int kin = 0; kin < weights.length; kin++) {
            long weight = weights[kin];
            long more = Math.min(weight, spent.missing(kin) * (FIRST / rounds));
            weights[kin] = more > 0 ? weight + more : Math.max(1, weight - weight / (1 + rounds));
        }
    }
}
