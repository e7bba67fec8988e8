package io.ringkv.node.core;

import io.ringkv.protocol.view.Majority;

import java.util.Arrays;

/**
 * Counts: for each voter the highest sequence it holds, {@link #NOTHING} before it holds the term at all. Knows no
 * messages. The size of a list never changes within a term.
 */
final class QuorumTracker {
    static final long NOTHING = -1;

    private final long[] held;

    QuorumTracker(int voters) {
        held = new long[voters];
        Arrays.fill(held, NOTHING);
    }

    /** The voter holds everything up to this sequence. */
    void raise(int voter, long sequence) {
        held[voter] = Math.max(held[voter], sequence);
    }

    /** The voter is out of sync: what it acknowledged stays true, so this keeps its count. */
    long held(int voter) {
        return held[voter];
    }

    /** The highest sequence that a majority holds. Lists are short, and this is asked for every acknowledgement. */
    long majority() {
        int needed = Majority.of(held.length);
        long highest = NOTHING;
        for (long sequence : held) {
            if (sequence > highest && count(sequence) >= needed) {
                highest = sequence;
            }
        }
        return highest;
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
