package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.List;

/**
 * Stores that may lack their tail: which slots stand still for want of others, when such stores are let count, and
 * until when a node has one. Every list that a take-over asks is judged alike, the earlier ones as well: a take-over
 * waits for each of them, and nobody brings a store of an earlier list in sync before it has ended.
 */
final class DoubtfulStores {
    private final Metadata metadata;
    private final Watch watch;
    private final Succession succession;

    DoubtfulStores(Metadata metadata, Watch watch, Succession succession) {
        this.metadata = metadata;
        this.watch = watch;
        this.succession = succession;
    }

    /** Slots with a list that has no majority of stores beyond doubt; one that is away may be gone for good. */
    SlotSet slots() {
        View view = metadata.view();
        return metadata.where(state -> !state.assignment().doubtAccepted()
                && state.lists().stream()
                        .anyMatch(list -> !Majority.of(list, voter -> isBeyondDoubt(view, voter))));
    }

    private boolean isBeyondDoubt(View view, Voter voter) {
        Member holder = view.holder(voter);
        return holder != null && !holder.doubtful() && watch.isHere(view, voter);
    }

    /** New terms in which doubtful stores count; once all voters are there, or a majority has waited long enough. */
    List<MetadataRecord> accept(boolean waitedLongEnough) {
        View view = metadata.view();
        SlotSet waiting = metadata.where(state ->
                state.lists().stream().anyMatch(list -> !isThere(view, list, waitedLongEnough)));
        SlotSet ready = slots().without(waiting);
        return succession.heirs(view, share -> share.slots().intersection(ready), id -> true, true);
    }

    private boolean isThere(View view, List<Voter> list, boolean majorityIsEnough) {
        long there = list.stream().filter(voter -> watch.isHere(view, voter)).count();
        return there >= (majorityIsEnough ? Majority.of(list.size()) : list.size());
    }

    /**
     * Whether this member's store counts as doubtful, by what it last said of itself. It cannot know which of the
     * earlier lists that name it still count; this coordinator does.
     */
    boolean isDoubtful(Member member) {
        return switch (watch.of(member.id()).doubt) {
            case NONE -> false;
            case IN_EARLIER_LISTS -> countsInEarlierLists(new Voter(member.id(), member.dataId()));
            case IN_PRESENT_LISTS -> true;
        };
    }

    private boolean countsInEarlierLists(Voter disk) {
        SlotSet slots = metadata.where(state -> !state.assignment().voters().contains(disk)
                && state.lists().stream().anyMatch(list -> list.contains(disk)));
        return !slots.isEmpty();
    }
}
