package io.ringkv.simulation.history;

import java.util.Arrays;

/**
 * What of the unknown was used on the way to a point: how many of each class, what they weigh together, and, where they
 * are not counted one by one, how many there were not.
 */
final class Spent {
    static final Spent NOTHING = new Spent(new long[0], new long[0], 0);

    private static final int COUNT_BITS = 32;

    private final long[] used;
    private final long[] missing;
    private final long weight;

    private Spent(long[] used, long[] missing, long weight) {
        this.used = used;
        this.missing = missing;
        this.weight = weight;
    }

    int used(int kin) {
        return count(used, kin);
    }

    int missing(int kin) {
        return count(missing, kin);
    }

    boolean missesNone() {
        return missing.length == 0;
    }

    long weight() {
        return weight;
    }

    /** One more of a class. */
    Spent plus(int kin, long itsWeight, boolean there) {
        long[] lacking = there ? missing : plus(missing, kin, 1);
        return new Spent(plus(used, kin, 1), lacking, weight + itsWeight);
    }

    /** A class that is of no use any more. */
    Spent forgetting(int kin, long itsWeight) {
        int count = used(kin);
        return count == 0 ? this : new Spent(less(used, kin), missing, weight - count * itsWeight);
    }

    /** A class that is no longer told from another. */
    Spent joining(int kin, long itsWeight, int other, long otherWeight) {
        int count = used(kin);
        return count == 0
                ? this
                : new Spent(
                        plus(less(used, kin), other, count),
                        missing,
                        weight + count * (otherWeight - itsWeight));
    }

    /** Whether no more was used of any class. */
    boolean nowhereMoreThan(Spent other) {
        for (long entry : used) {
            if (other.used((int) (entry >>> COUNT_BITS)) < (int) entry) {
                return false;
            }
        }
        return true;
    }

    private static int count(long[] counts, int kin) {
        for (long entry : counts) {
            if (entry >>> COUNT_BITS == kin) {
                return (int) entry;
            }
        }
        return 0;
    }

    private static long[] plus(long[] counts, int kin, int count) {
        int at = 0;
        while (at < counts.length && counts[at] >>> COUNT_BITS < kin) {
            at++;
        }
        boolean there = at < counts.length && counts[at] >>> COUNT_BITS == kin;
        long[] more = Arrays.copyOf(counts, counts.length + (there ? 0 : 1));
        if (there) {
            more[at] += count;
        } else {
            System.arraycopy(counts, at, more, at + 1, counts.length - at);
            more[at] = ((long) kin << COUNT_BITS) + count;
        }
        return more;
    }

    private static long[] less(long[] counts, int kin) {
        return Arrays.stream(counts)
                .filter(entry -> entry >>> COUNT_BITS != kin)
                .toArray();
    }
}
