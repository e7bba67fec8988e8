package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Take-overs that cannot end: slots with a primary and a majority of their list, and without one of an earlier list
 * that still counts (rule T1).
 *
 * @param nodes of those lists, which are away and may come back with what is missing; one whose disk is gone
 *     cannot
 */
record StandingStill(int slots, Set<String> nodes) {
    static final StandingStill NOTHING = new StandingStill(0, new TreeSet<>());

    static StandingStill of(Metadata metadata) {
        int slots = 0;
        Set<String> nodes = new TreeSet<>();
        View view = metadata.view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null && metadata.history(slot).active() < assignment.term()) {
                Set<Voter> missing = missing(view, metadata.history(slot), assignment.voters());
                slots += missing.isEmpty() ? 0 : 1;
                missing.stream()
                        .filter(voter -> view.holder(voter) != null)
                        .map(Voter::node)
                        .forEach(nodes::add);
            }
        }
        return new StandingStill(slots, nodes);
    }

    private static Set<Voter> missing(View view, SlotHistory history, List<Voter> voters) {
        Set<Voter> missing = new LinkedHashSet<>();
        if (Majority.of(voters, view::isUp)) {
            for (List<Voter> list : history.othersThan(voters)) {
                if (!Majority.of(list, view::isUp)) {
                    list.stream().filter(voter -> !view.isUp(voter)).forEach(missing::add);
                }
            }
        }
        return missing;
    }
}
