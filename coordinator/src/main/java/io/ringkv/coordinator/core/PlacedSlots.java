package io.ringkv.coordinator.core;

import io.ringkv.hashing.Placement;
import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.protocol.view.SlotSet;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which slots belong on which nodes, by the ring of some members: as many sets as there are different lists. */
final class PlacedSlots {
    private final Placement placement;
    private final Map<List<String>, SlotSet> slotsOf;

    private PlacedSlots(Placement placement) {
        this.placement = placement;
        this.slotsOf = grouped(placement, SlotSet.ALL);
    }

    static PlacedSlots compute(List<RingMember> members, int replicas, int virtualNodes) {
        return new PlacedSlots(Placement.compute(
                members,
                new RingSettings(Math.max(1, replicas), virtualNodes, Placing.LOAD_BOUND)));
    }

    /** The nodes that a slot belongs on, the preferred primary first. */
    List<String> of(int slot) {
        return placement.replicasOf(slot);
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
        SlotSet there = slots.intersection(slotsOf.getOrDefault(expected, SlotSet.NONE));
        Map<List<String>, SlotSet> placed = grouped(placement, slots.without(there));
        if (!there.isEmpty()) {
            placed.put(expected, there);
        }
        return placed;
    }

    private static Map<List<String>, SlotSet> grouped(Placement placement, SlotSet slots) {
        Map<List<String>, BitSet> gathered = new LinkedHashMap<>();
        slots.forEach(slot -> gathered.computeIfAbsent(
                        placement.replicasOf(slot), list -> new BitSet(SlotSet.SLOTS))
                .set(slot));
        Map<List<String>, SlotSet> grouped = new LinkedHashMap<>();
        gathered.forEach((list, theirs) -> grouped.put(list, SlotSet.of(theirs)));
        return grouped;
    }
}
