package io.ringkv.simulation.check;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotTerms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A slot's term has one primary, one incarnation of it, and one list; and nobody else serves the slot in it (E1, E2). */
final class OnePrimaryPerTerm extends Invariant {
    private record SlotTerm(int slot, long term) {}

    private final Map<SlotTerm, Assignment> assigned = new HashMap<>();
    private final Map<SlotTerm, String> servers = new HashMap<>();

    @Override
    void assigned(int slot, Assignment assignment) {
        Assignment before = assigned.putIfAbsent(new SlotTerm(slot, assignment.term()), assignment);
        if (before != null && !isSame(before, assignment)) {
            throw broken("slot " + slot + " has two lists or primaries in one term: " + before
                    + " and " + assignment);
        }
    }

    private static boolean isSame(Assignment one, Assignment other) {
        return one.primary().equals(other.primary())
                && one.primaryIncarnation() == other.primaryIncarnation()
                && one.voters().equals(other.voters());
    }

    @Override
    void activated(String node, List<SlotTerms.Entry> terms) {
        for (SlotTerms.Entry entry : terms) {
            entry.slots().forEach(slot -> {
                String before = servers.putIfAbsent(new SlotTerm(slot, entry.term()), node);
                if (before != null && !before.equals(node)) {
                    throw broken(before + " and " + node + " both serve slot " + slot + " in term "
                            + entry.term());
                }
            });
        }
    }
}
