package io.ringkv.coordinator.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Slots of which a majority of the stores is gone for good: their nodes came back with other disks. No take-over can
 * ever ask enough of them, so they stand still until a person decides to go on with what is left
 * ({@link LossAcceptance}).
 */
final class LostMajorities {
    private static final String TEXT =
            "a majority of the stores of these slots is gone: their nodes came"
                    + " back with empty ones, or were removed by force. Put a lost disk back if there is one, or an undamaged copy from quarantine/;"
                    + " if there is none, go on with what is left: kv accept-loss";

    private final Metadata metadata;
    private SlotSet slots = SlotSet.NONE;
    private long version = -1;

    LostMajorities(Metadata metadata) {
        this.metadata = metadata;
    }

    Reply addedTo(Reply status) {
        int slots = slots().size();
        return slots == 0
                ? status
                : status.withItem(Item.of("REASON")
                        .with("slots", slots)
                        .with("next", "accept-loss")
                        .withText(TEXT));
    }

    /** Looked for once in each state of the metadata. */
    SlotSet slots() {
        if (version != metadata.version()) {
            version = metadata.version();
            slots = slots(metadata.view()::holder);
        }
        return slots;
    }

    /** Those that have lost one, or would have with this store. */
    SlotSet slotsWithout(Voter gone) {
        return slots(voter -> voter.equals(gone) ? null : metadata.view().holder(voter));
    }

    private SlotSet slots(Function<Voter, @Nullable Member> holder) {
        return metadata.where(state -> state.lists().stream()
                .anyMatch(list -> !Majority.of(list, voter -> holder.apply(voter) != null)));
    }

    /** The stores of all of a slot's lists that are not gone; one that is only away may come back. */
    List<Voter> left(int slot) {
        Set<Voter> left = new LinkedHashSet<>();
        metadata.lists(slot).forEach(left::addAll);
        left.removeIf(voter -> metadata.view().holder(voter) == null);
        return List.copyOf(left);
    }
}
