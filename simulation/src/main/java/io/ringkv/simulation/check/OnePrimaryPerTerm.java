package io.ringkv.simulation.check;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A slot's term has one primary, one incarnation of it, and one list; and nobody else serves the slot in it (E1, E2). */
final class OnePrimaryPerTerm extends Invariant {
    private final Map<Long, List<View.Share>> assigned = new HashMap<>();
    /** The slots of each term by the node that serves them in it. */
    private final Map<Long, Map<String, SlotSet>> served = new HashMap<>();

    @Override
    void assigned(View.Share share) {
        Assignment now = share.assignment();
        List<View.Share> ofTerm = assigned.computeIfAbsent(now.term(), term -> new ArrayList<>());
        for (View.Share before : ofTerm) {
            SlotSet both = before.slots().intersection(share.slots());
            if (!isSame(before.assignment(), now) && !both.isEmpty()) {
                throw broken("slots " + both + " have two lists or primaries in one term: "
                        + before.assignment() + " and " + now);
            }
        }
        ofTerm.add(share);
    }

    private static boolean isSame(Assignment one, Assignment other) {
        return one.primary().equals(other.primary())
                && one.primaryIncarnation() == other.primaryIncarnation()
                && one.voters().equals(other.voters());
    }

    @Override
    void activated(String node, List<SlotTerms.Entry> terms) {
        for (SlotTerms.Entry entry : terms) {
            Map<String, SlotSet> byNode =
                    served.computeIfAbsent(entry.term(), term -> new HashMap<>());
            byNode.forEach((before, slots) -> {
                SlotSet both = slots.intersection(entry.slots());
                if (!before.equals(node) && !both.isEmpty()) {
                    throw broken(before + " and " + node + " both serve slots " + both + " in term "
                            + entry.term());
                }
            });
            byNode.merge(node, entry.slots(), SlotSet::union);
        }
    }
}
