package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Take-overs that cannot end: slots with a primary and a majority of their list, and without one of an earlier list
 * that still counts (rule T1).
 *
 * @param nodes of those lists, which are not UP
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
                Set<String> away = away(view, metadata.history(slot), assignment.voters());
                slots += away.isEmpty() ? 0 : 1;
                nodes.addAll(away);
            }
        }
        return new StandingStill(slots, nodes);
    }

    private static Set<String> away(View view, SlotHistory history, List<Voter> voters) {
        Set<String> away = new TreeSet<>();
        if (Majority.of(voters, view::isUp)) {
            for (List<Voter> list : history.othersThan(voters)) {
                if (!Majority.of(list, view::isUp)) {
                    list.stream()
                            .filter(voter -> !view.isUp(voter))
                            .forEach(voter -> away.add(voter.node()));
                }
            }
        }
        return away;
    }
}
