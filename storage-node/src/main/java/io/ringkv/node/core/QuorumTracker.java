package io.ringkv.node.core;

import java.util.Arrays;

/**
 * Counts: for each voter the highest sequence it holds, {@link #NOTHING} before it holds the term at all. Knows no
 * messages. The size of a list never changes within a term.
 */
final class QuorumTracker {
    static final long NOTHING = -1;

    private final long[] held;
    private final long[] sorted;

    QuorumTracker(int voters) {
        held = new long[voters];
        sorted = new long[voters];
        Arrays.fill(held, NOTHING);
    }

    static int majorityOf(int voters) {
        return voters / 2 + 1;
    }

    /** The voter holds everything up to this sequence. */
    void raise(int voter, long sequence) {
        held[voter] = Math.max(held[voter], sequence);
    }

    /** The voter is out of sync: what it acknowledged stays true, so this keeps its count. */
    long held(int voter) {
        return held[voter];
    }

    /** The highest sequence that a majority holds. */
    long majority() {
        System.arraycopy(held, 0, sorted, 0, held.length);
        Arrays.sort(sorted);
        return sorted[held.length - majorityOf(held.length)];
    }

    /** The highest sequence that every voter holds. */
    long all() {
        long lowest = Long.MAX_VALUE;
        for (long sequence : held) {
            lowest = Math.min(lowest, sequence);
        }
        return lowest;
    }

    /** How many voters hold this sequence. */
    int count(long sequence) {
        int count = 0;
        for (long h : held) {
            count += h >= sequence ? 1 : 0;
        }
        return count;
    }

    int voters() {
        return held.length;
    }
}
