package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Where a search may stand: the value of the register, and of each open act whether it is done, or, for a write,
 * whether another write was placed since it was called, so that it may count as done right before that one.
 */
final class Point {
    private final int value;
    private final long[] slots;
    private final int hash;

    Point(int value, long[] slots) {
        this.value = value;
        this.slots = slots;
        hash = Arrays.hashCode(slots) * 31 + value;
    }

    /** Nothing done yet, with room for so many open acts. */
    static Point first(int value, int open) {
        return new Point(value, new long[2 * ((open + 63) / 64)]);
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

    Point holding(int newValue) {
        return new Point(newValue, slots);
    }

    Point without(int slot) {
        long[] rest = slots.clone();
        rest[slot >> 6] &= ~(1L << slot);
        rest[slots.length / 2 + (slot >> 6)] &= ~(1L << slot);
        return new Point(value, rest);
    }

    /**
     * Whether whatever can follow the other can follow this too: the same was read or more, and of each write is kept what
     * is best, which is that it may count as done without being so.
     */
    boolean asGoodAs(Point other, long[] writes, long[] swaps) {
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
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Point that
                && hash == that.hash
                && value == that.value
                && Arrays.equals(slots, that.slots);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
