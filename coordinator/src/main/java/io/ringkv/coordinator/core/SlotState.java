package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;

/** What the metadata has of a slot that was assigned: who serves it, as everybody is told, and what that came from. */
record SlotState(Assignment assignment, SlotHistory history) {
    SlotState with(Assignment changed) {
        return new SlotState(changed, history);
    }

    SlotState with(SlotHistory changed) {
        return new SlotState(assignment, changed);
    }

    /** Its primary has not reported the term active: it takes the slot over, or is about to. */
    boolean isTakenOver() {
        return history.active() < assignment.term();
    }
}
