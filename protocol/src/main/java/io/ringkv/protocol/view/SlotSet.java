package io.ringkv.protocol.view;

import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** An immutable set of slots. Text form: ranges in ascending order, {@code 0-12,15,20-33}; empty is {@code -}. */
public final class SlotSet {
    public static final int SLOTS = 16384;

    private static final int UNKNOWN = -2;

    public static final SlotSet NONE = new SlotSet(new BitSet(0));

    public static final SlotSet ALL = parse("0-" + (SLOTS - 1));

    private final BitSet bits;

    /** The lowest one, once somebody has asked for it: sets are sorted by it. */
    private int first = UNKNOWN;

    private SlotSet(BitSet bits) {
        this.bits = bits;
    }

    public static SlotSet of(BitSet bits) {
        if (bits.length() > SLOTS) {
            throw new IllegalArgumentException(
                    "slot " + (bits.length() - 1) + " is not below " + SLOTS);
        }
        return new SlotSet((BitSet) bits.clone());
    }

    public static SlotSet parse(String text) {
        BitSet bits = new BitSet(SLOTS);
        if (!text.equals("-")) {
            for (String range : text.split(",", -1)) {
                int dash = range.indexOf('-');
                int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
                if (from < 0 || to < from || to >= SLOTS) {
                    throw new IllegalArgumentException("not a range of slots: " + range);
                }
                bits.set(from, to + 1);
            }
        }
        return new SlotSet(bits);
    }

    public SlotSet union(SlotSet other) {
        BitSet both = (BitSet) bits.clone();
        both.or(other.bits);
        return new SlotSet(both);
    }

    public SlotSet intersection(SlotSet other) {
        BitSet both = (BitSet) bits.clone();
        both.and(other.bits);
        return new SlotSet(both);
    }

    public SlotSet without(SlotSet other) {
        BitSet rest = (BitSet) bits.clone();
        rest.andNot(other.bits);
        return new SlotSet(rest);
    }

    /** For whoever gathers sets, or takes them away, without making one of each step. */
    public void addTo(BitSet gathered) {
        gathered.or(bits);
    }

    public void removeFrom(BitSet gathered) {
        gathered.andNot(bits);
    }

    public boolean intersects(SlotSet other) {
        return bits.intersects(other.bits);
    }

    /** The lowest slot, -1 for none. */
    public int first() {
        int known = first;
        if (known == UNKNOWN) {
            known = bits.nextSetBit(0);
            first = known;
        }
        return known;
    }

    /** The lowest slot of which that is true, -1 for none. */
    public int firstThat(IntPredicate isSo) {
        int slot = bits.nextSetBit(0);
        while (slot >= 0 && !isSo.test(slot)) {
            slot = bits.nextSetBit(slot + 1);
        }
        return slot;
    }

    /** Of how many that is true. */
    public int count(IntPredicate isSo) {
        int[] counted = {0};
        forEach(slot -> counted[0] += isSo.test(slot) ? 1 : 0);
        return counted[0];
    }

    public boolean contains(int slot) {
        return bits.get(slot);
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    public int size() {
        return bits.cardinality();
    }

    /** In ascending order. Word by word: neighbours are as a rule in different sets, so that runs are short. */
    public void forEach(IntConsumer action) {
        long[] words = bits.toLongArray();
        for (int i = 0; i < words.length; i++) {
            for (long left = words[i]; left != 0; left &= left - 1) {
                action.accept(i * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotSet set && set.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        if (bits.isEmpty()) {
            return "-";
        }
        StringBuilder text = new StringBuilder();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int end = bits.nextClearBit(from);
            text.append(text.length() == 0 ? "" : ",").append(from);
            if (end - 1 > from) {
                text.append('-').append(end - 1);
            }
            from = bits.nextSetBit(end);
        }
        return text.toString();
    }
}
