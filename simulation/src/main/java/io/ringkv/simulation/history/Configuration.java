package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A point of the search: the value of the register; of each open act whether it is done, or, for a write, whether
 * another write was placed since it was called, so that it may count as done right before that one; and how many of
 * each class of the unknown were used.
 */
final class Configuration {
    private static final long[] NONE_USED = {};
    private static final int COUNT_BITS = 32;

    private final int value;
    private final long[] slots;
    private final long[] used;
    private final int hash;

    private Configuration(int value, long[] slots, long[] used) {
        this.value = value;
        this.slots = slots;
        this.used = used;
        hash = (31 * Arrays.hashCode(slots) + Arrays.hashCode(used)) * 31 + value;
    }

    /** Nothing done yet, with room for so many open acts. */
    static Configuration first(int value, int open) {
        return new Configuration(value, new long[2 * ((open + 63) / 64)], NONE_USED);
    }

    int value() {
        return value;
    }

    boolean done(int slot) {
        return (slots[slot >> 6] & 1L << slot) != 0;
    }

    boolean covered(int slot) {
        return (slots[slots.length / 2 + (slot >> 6)] & 1L << slot) != 0;
    }

    int used(int unknown) {
        for (long entry : used) {
            if (entry >>> COUNT_BITS == unknown) {
                return (int) entry;
            }
        }
        return 0;
    }

    long[] copyOfSlots() {
        return slots.clone();
    }

    /** What is done needs no cover. */
    static void setDone(long[] slots, int slot) {
        slots[slot >> 6] |= 1L << slot;
        slots[slots.length / 2 + (slot >> 6)] &= ~(1L << slot);
    }

    static void setCovered(long[] slots, int slot) {
        slots[slots.length / 2 + (slot >> 6)] |= 1L << slot;
    }

    Configuration with(int newValue, long[] newSlots) {
        return new Configuration(newValue, newSlots, used);
    }

    Configuration without(int slot) {
        long[] rest = slots.clone();
        rest[slot >> 6] &= ~(1L << slot);
        rest[slots.length / 2 + (slot >> 6)] &= ~(1L << slot);
        return new Configuration(value, rest, used);
    }

    /** One more of a class used; the entries stay in order, so that equal sets are equal. */
    Configuration using(int unknown, int count) {
        if (count == 0) {
            return this;
        }
        int at = 0;
        while (at < used.length && used[at] >>> COUNT_BITS < unknown) {
            at++;
        }
        boolean there = at < used.length && used[at] >>> COUNT_BITS == unknown;
        long[] more = Arrays.copyOf(used, used.length + (there ? 0 : 1));
        if (there) {
            more[at] += count;
        } else {
            System.arraycopy(used, at, more, at + 1, used.length - at);
            more[at] = ((long) unknown << COUNT_BITS) + count;
        }
        return new Configuration(value, slots, more);
    }

    /** A class that is no longer told from others, or of no use any more. */
    Configuration forgetting(int unknown) {
        long[] rest = Arrays.stream(used)
                .filter(entry -> entry >>> COUNT_BITS != unknown)
                .toArray();
        return rest.length == used.length ? this : new Configuration(value, slots, rest);
    }

    /** How many of the unknown were used. */
    int usedInAll() {
        int all = 0;
        for (long entry : used) {
            all += (int) entry;
        }
        return all;
    }

    /**
     * Whether whatever can follow the other can follow this too: the same was read or more, no more of the unknown is
     * used up, and of each write is kept what is best, which is that it may count as done without being so.
     */
    boolean asGoodAs(Configuration other, long[] writes, long[] swaps) {
        if (value != other.value) {
            return false;
        }
        int words = slots.length / 2;
        for (int i = 0; i < words; i++) {
            long fixed = swaps[i] | writes[i] & ~slots[words + i];
            boolean same = ((slots[i] ^ other.slots[i]) & fixed) == 0
                    && (other.slots[words + i] & fixed) == 0;
            long missing = other.slots[i] & ~slots[i] & ~writes[i] & ~swaps[i];
            if (!same || missing != 0) {
                return false;
            }
        }
        for (long entry : used) {
            if (other.used((int) (entry >>> COUNT_BITS)) < (int) entry) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Configuration that
                && hash == that.hash
                && value == that.value
                && Arrays.equals(slots, that.slots)
                && Arrays.equals(used, that.used);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
