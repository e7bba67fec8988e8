package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.SlotSet;

/**
 * Slots in which doubtful stores had to count, or those that were left, so that acknowledged writes may be lost. Reported
 * until a person has acknowledged it.
 *
 * @param epoch the newest one in which that happened
 */
record PossibleLoss(long epoch, SlotSet slots) {
    static final PossibleLoss NONE = new PossibleLoss(0, SlotSet.parse("-"));

    boolean isNone() {
        return slots.isEmpty();
    }

    PossibleLoss with(long newEpoch, SlotSet more) {
        return new PossibleLoss(newEpoch, slots.union(more));
    }
}
