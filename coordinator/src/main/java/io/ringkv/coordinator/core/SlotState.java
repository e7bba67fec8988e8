package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;

/** What the metadata has of a slot that was assigned: who serves it, as everybody is told, and what that came from. */
record SlotState(Assignment assignment, SlotHistory history) {
    SlotState with(Assignment changed) {
        return new SlotState(changed, history);
    }

    SlotState with(SlotHistory changed) {
        return new SlotState(assignment, changed);
    }

    /** Every list of which a take-over asks a majority (rule T1), the current one first. */
    List<List<Voter>> lists() {
        List<List<Voter>> lists = new ArrayList<>();
        lists.add(assignment.voters());
        lists.addAll(history.othersThan(assignment.voters()));
        return lists;
    }

    /** Its primary has not reported the term active: it takes the slot over, or is about to. */
    boolean isTakenOver() {
        return history.active() < assignment.term();
    }
}
