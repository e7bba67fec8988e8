package io.ringkv.coordinator.core;

import io.ringkv.hashing.Placement;
import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.protocol.view.SlotSet;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which slots belong on which nodes, by the ring of some members: as many sets as there are different lists. */
final class PlacedSlots {
    /** The different lists, and which of them each slot has. */
    private final List<List<String>> lists;

    private final int[] numberOf = new int[SlotSet.SLOTS];
    private final Map<List<String>, SlotSet> slotsOf;

    private PlacedSlots(Placement placement) {
        Map<List<String>, Integer> numbers = new LinkedHashMap<>();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            int next = numbers.size();
            numberOf[slot] = numbers.computeIfAbsent(placement.replicasOf(slot), list -> next);
        }
        this.lists = List.copyOf(numbers.keySet());
        this.slotsOf = grouped(SlotSet.ALL);
    }

    static PlacedSlots compute(List<RingMember> members, int replicas, int virtualNodes) {
        return new PlacedSlots(Placement.compute(
                members,
                new RingSettings(Math.max(1, replicas), virtualNodes, Placing.LOAD_BOUND)));
    }

    /** The nodes that a slot belongs on, the preferred primary first. */
    List<String> of(int slot) {
        return lists.get(numberOf[slot]);
    }

    /** Every slot, by the nodes that it belongs on, the preferred primary first. */
    Map<List<String>, SlotSet> all() {
        return slotsOf;
    }

    /**
     * These slots by the nodes that they belong on, the preferred primary first.
     *
     * @param expected where most of them are thought to belong, so that they are found all at once
     */
    Map<List<String>, SlotSet> of(SlotSet slots, List<String> expected) {
        SlotSet there = slotsOf.getOrDefault(expected, SlotSet.NONE);
        SlotSet elsewhere = slots.without(there);
        Map<List<String>, SlotSet> placed =
                elsewhere.isEmpty() ? new LinkedHashMap<>() : grouped(elsewhere);
        SlotSet asExpected = elsewhere.isEmpty() ? slots : slots.intersection(there);
        if (!asExpected.isEmpty()) {
            placed.put(expected, asExpected);
        }
        return placed;
    }

    /** In the order of their lowest slots. A list is found by its number: to hash it for each slot costs most of this. */
    private Map<List<String>, SlotSet> grouped(SlotSet slots) {
        @Nullable BitSet[] gathered = new @Nullable BitSet[lists.size()];
        List<Integer> found = new ArrayList<>();
        slots.forEach(slot -> {
            int number = numberOf[slot];
            BitSet theirs = gathered[number];
            if (theirs == null) {
                theirs = new BitSet(SlotSet.SLOTS);
                gathered[number] = theirs;
                found.add(number);
            }
            theirs.set(slot);
        });
        Map<List<String>, SlotSet> grouped = new LinkedHashMap<>();
        for (int number : found) {
            BitSet theirs = gathered[number];
            if (theirs != null) {
                grouped.put(lists.get(number), SlotSet.of(theirs));
            }
        }
        return grouped;
    }
}
