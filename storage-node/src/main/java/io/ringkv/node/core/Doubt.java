package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Of a store that may have lost its tail: the slots that still count for nothing. One by one they are brought in sync
 * by their primaries, or a term is committed in which they count as they are. Views from before this start say nothing
 * about it: an older term may have accepted an older doubt.
 */
final class Doubt implements ViewKeeper.Listener, Counted {
    private final NodeConfig config;
    private final Voter self;
    private final SlotTable slots;
    private final ViewKeeper views;
    private final NodeDisk disk;
    private final Journal journal;
    private boolean admitted;
    private boolean noneIsLeft;
    private long judgedEpoch;
    private int undoubted;

    Doubt(NodeConfig config, SlotTable slots, ViewKeeper views, NodeDisk disk, Journal journal) {
        this.config = config;
        this.self = new Voter(config.id(), config.dataId());
        this.slots = slots;
        this.views = views;
        this.disk = disk;
        this.journal = journal;
    }

    @Override
    public void adopted(long now, View before, View view) {
        settle();
    }

    /** Before this start has taken part in anything: the cluster knows better than the disk. */
    void admitted(boolean doubtful) {
        if (!admitted) {
            admitted = true;
            boolean isNews = doubtful
                    && config.health() == StoreHealth.WHOLE
                    && config.rules().keep(Rule.DOUBT);
            if (isNews) {
                journal.event(
                        "this disk does not know of its last start, so it is an older copy: it counts for"
                                + " nothing until it is brought in sync");
                for (Slot slot : slots.all()) {
                    slot.doubt();
                }
                noneIsLeft = false;
            }
            disk.registered(config.incarnation(), isNews);
        }
    }

    /** Lets slots count whose term was committed although this store was known to be doubtful. */
    void settle() {
        if (noneIsLeft || !views.accepting()) {
            return;
        }
        for (View.Share share : views.view().shares()) {
            Assignment assignment = share.assignment();
            if (assignment.doubtAccepted() && assignment.counts(self)) {
                share.slots().forEach(number -> slots.get(number).doubtAccepted());
            }
        }
        noneIsLeft = Arrays.stream(slots.all()).noneMatch(Slot::doubtful);
    }

    /** Of a doubtful slot, null for any other. */
    private @Nullable Assignment assignmentOf(Slot slot) {
        return slot.doubtful() ? views.view().assignment(slot.number()) : null;
    }

    private boolean isDoubted(Slot slot) {
        Assignment assignment = assignmentOf(slot);
        return assignment != null && assignment.voters().contains(self);
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("slots-doubtful", slots()));
    }

    /**
     * How many slots are doubted; all that were at the start, until it is known which ones are held here. A slot that no
     * list has on this disk is no matter: it comes back empty, if ever (rule T6).
     */
    int slots() {
        if (noneIsLeft) {
            return 0;
        }
        return views.accepting()
                ? views.view().shares().stream()
                        .filter(share -> share.assignment().counts(self))
                        .mapToInt(share -> doubtful(share.slots()))
                        .sum()
                : doubtful(SlotSet.ALL);
    }

    private int doubtful(SlotSet some) {
        return some.count(number -> slots.get(number).doubtful());
    }

    StoreDoubt ofStore() {
        if (!views.accepting() || any()) {
            return slots() > 0 ? StoreDoubt.IN_PRESENT_LISTS : StoreDoubt.NONE;
        }
        return slots() > 0 ? StoreDoubt.IN_EARLIER_LISTS : StoreDoubt.NONE;
    }

    /**
     * While any slot of its own may have lost its tail, this node confirms nothing. In one view doubt only ever goes.
     */
    boolean any() {
        if (noneIsLeft) {
            return false;
        }
        if (judgedEpoch != views.epoch()) {
            judgedEpoch = views.epoch();
            undoubted = 0;
        }
        Slot[] all = slots.all();
        while (undoubted < all.length && !isDoubted(all[undoubted])) {
            undoubted++;
        }
        return undoubted < all.length;
    }
}
