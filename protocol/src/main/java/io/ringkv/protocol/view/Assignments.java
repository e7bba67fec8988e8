package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who serves each slot; immutable. Slots are many and different assignments few, so these are numbered, and a slot has
 * the number of its own: what is compared or changed for all slots takes one look at each assignment.
 */
final class Assignments {
    /** The number of a slot that nobody serves. */
    private static final short NOBODY = -1;

    /** Equal to no number there is. */
    private static final short UNKNOWN = -2;

    /** Each assignment once; the first slot of each is ascending. */
    private final List<View.Share> shares;

    /** Of each slot, its place in the shares. */
    private final short[] numbers;

    private Assignments(List<View.Share> shares, short[] numbers) {
        this.shares = shares;
        this.numbers = numbers;
    }

    /**
     * Throws IllegalArgumentException where a slot is in two shares.
     *
     * @param shares in any order; slots in none of them are unassigned
     */
    static Assignments of(List<View.Share> shares) {
        short[] nobody = new short[SlotSet.SLOTS];
        Arrays.fill(nobody, NOBODY);
        return new Assignments(List.of(), nobody).after(shares, SlotSet.NONE);
    }

    /**
     * The same with some slots served otherwise, and others by nobody any more. Throws IllegalArgumentException where a
     * slot is in two shares.
     */
    Assignments after(List<View.Share> changed, SlotSet unassigned) {
        BitSet others = gathered(changed);
        unassigned.addTo(others);
        List<View.Share> after = sharesAfter(SlotSet.of(others), changed);
        Map<Assignment, Short> numberOf = numberOf(after);
        short[] all = translated(numbers, numbersIn(numberOf, NOBODY));
        unassigned.forEach(slot -> all[slot] = NOBODY);
        for (View.Share share : changed) {
            short number = numberOf.getOrDefault(share.assignment(), NOBODY);
            share.slots().forEach(slot -> all[slot] = number);
        }
        return new Assignments(after, all);
    }

    private static BitSet gathered(List<View.Share> shares) {
        BitSet gathered = new BitSet(SlotSet.SLOTS);
        int size = 0;
        for (View.Share share : shares) {
            size += share.slots().size();
            share.slots().addTo(gathered);
        }
        if (gathered.cardinality() != size) {
            throw new IllegalArgumentException("slot " + firstTwice(shares) + " is assigned twice");
        }
        return gathered;
    }

    private static int firstTwice(List<View.Share> shares) {
        BitSet before = new BitSet(SlotSet.SLOTS);
        int twice = -1;
        for (int i = 0; twice < 0 && i < shares.size(); i++) {
            twice = shares.get(i).slots().firstThat(before::get);
            shares.get(i).slots().addTo(before);
        }
        return twice;
    }

    private List<View.Share> sharesAfter(SlotSet others, List<View.Share> changed) {
        boolean[] loses = new boolean[shares.size()];
        others.forEach(slot -> {
            if (numbers[slot] != NOBODY) {
                loses[numbers[slot]] = true;
            }
        });
        Map<Assignment, View.Share> after = new LinkedHashMap<>();
        for (int i = 0; i < loses.length; i++) {
            View.Share share = shares.get(i);
            after.put(share.assignment(), loses[i] ? without(share, others) : share);
        }
        changed.forEach(share -> after.merge(share.assignment(), share, Assignments::joined));
        List<View.Share> sorted = new ArrayList<>(after.values());
        sorted.removeIf(share -> share.slots().isEmpty());
        sorted.sort(Comparator.comparingInt(share -> share.slots().first()));
        return List.copyOf(sorted);
    }

    private static View.Share without(View.Share share, SlotSet others) {
        return new View.Share(share.assignment(), share.slots().without(others));
    }

    private static View.Share joined(View.Share one, View.Share other) {
        return new View.Share(one.assignment(), one.slots().union(other.slots()));
    }

    private static Map<Assignment, Short> numberOf(List<View.Share> shares) {
        Map<Assignment, Short> numberOf = new LinkedHashMap<>();
        for (View.Share share : shares) {
            numberOf.put(share.assignment(), (short) numberOf.size());
        }
        return numberOf;
    }

    @Nullable
    Assignment get(int slot) {
        short number = numbers[slot];
        return number == NOBODY ? null : shares.get(number).assignment();
    }

    /** Each assignment once, with its slots, of which there is one at least; the first slot of each is ascending. */
    List<View.Share> shares() {
        return shares;
    }

    /** The slots that were served otherwise before, or are by nobody any more. */
    SlotSet changedSince(Assignments before) {
        short[] asNumberedThere = translated(numbers, numbersIn(numberOf(before.shares), UNKNOWN));
        return SlotSet.of(unequal(asNumberedThere, before.numbers));
    }

    /** For each number, the one that the same assignment has elsewhere. */
    private short[] numbersIn(Map<Assignment, Short> numberOf, short otherwise) {
        short[] there = new short[shares.size()];
        for (int i = 0; i < there.length; i++) {
            there[i] = numberOf.getOrDefault(shares.get(i).assignment(), otherwise);
        }
        return there;
    }

    private static short[] translated(short[] numbers, short[] table) {
        short[] translated = new short[numbers.length];
        for (int slot = 0; slot < numbers.length; slot++) {
            translated[slot] = numbers[slot] == NOBODY ? NOBODY : table[numbers[slot]];
        }
        return translated;
    }

    private static BitSet unequal(short[] one, short[] other) {
        BitSet unequal = new BitSet(one.length);
        for (int slot = 0; slot < one.length; slot++) {
            if (one[slot] != other[slot]) {
                unequal.set(slot);
            }
        }
        return unequal;
    }
}
