package io.ringkv.node.core;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.BitSet;

/**
 * The slots that this disk holds, and those that it is to hold and does not yet hold in sync, as every heartbeat tells.
 * Only slots are judged again that a newer view serves otherwise, or whose label changed.
 */
final class Behind {
    private final Voter self;
    private final SlotTable slots;
    private final BitSet behind = new BitSet(SlotSet.SLOTS);
    private final BitSet held = new BitSet(SlotSet.SLOTS);
    private View judged = View.none();

    Behind(Voter self, SlotTable slots) {
        this.self = self;
        this.slots = slots;
    }

    SlotSet in(View view) {
        SlotSet changed = slots.takeRelabelled().union(view.changedSince(judged));
        judged = view;
        changed.removeFrom(behind);
        changed.forEach(number -> held.set(number, slots.get(number).syncedTerm() > 0));
        for (View.Share share : view.shares()) {
            if (share.assignment().holds(self) && share.slots().intersects(changed)) {
                long term = share.assignment().term();
                share.slots()
                        .intersection(changed)
                        .forEach(number -> behind.set(number, isBehind(slots.get(number), term)));
            }
        }
        return SlotSet.of(behind);
    }

    /** How many slots were held when this was last asked which are behind. */
    int held() {
        return held.cardinality();
    }

    private static boolean isBehind(Slot slot, long term) {
        return slot.syncedTerm() < term || slot.copying();
    }
}
