package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Slots that moved away: their rows are dropped here once the coordinator says that the term of the list without this
 * disk is active (rule T7), a few at a time. Until then a take-over may need them.
 */
final class Leftovers {
    /** The coordinator's word holds for that term: a later one may need this disk again. */
    private record Free(Slot slot, long term) {}

    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
    private static final int ROWS_IN_A_TICK = 500;

    private final Voter self;
    private final SlotTable slots;
    private final Rows rows;
    private final ViewKeeper views;
    private final CoordinatorLink coordinator;
    private final Deque<Free> free = new ArrayDeque<>();
    private long lookAt;
    private long noneAtEpoch = -1;

    Leftovers(
            NodeConfig config,
            SlotTable slots,
            Rows rows,
            ViewKeeper views,
            CoordinatorLink coordinator) {
        this.self = new Voter(config.id(), config.dataId());
        this.slots = slots;
        this.rows = rows;
        this.views = views;
        this.coordinator = coordinator;
    }

    void tick(long now) {
        drop();
        boolean mayBeAny = views.epoch() != noneAtEpoch && free.isEmpty();
        if (now >= lookAt && mayBeAny && coordinator.registered() && views.accepting()) {
            lookAt = now + LOOK_AGAIN_NANOS;
            SlotTerms left = left();
            if (left.isEmpty()) {
                noneAtEpoch = views.epoch();
            } else {
                coordinator.ask(
                        coordinator
                                .fromThisNode(Verb.RELEASE)
                                .option(Option.DATA_ID, self.dataId())
                                .value(left.encode()),
                        this::answered);
            }
        }
    }

    private SlotTerms left() {
        SlotTerms left = new SlotTerms();
        for (View.Share share : views.view().shares()) {
            if (!share.assignment().holds(self)) {
                share.slots().forEach(number -> {
                    if (!slots.get(number).isEmpty()) {
                        left.add(number, share.assignment().term());
                    }
                });
            }
        }
        return left;
    }

    /** Of a slot that neither the list nor the one that is to follow has here; null for any other. */
    private @Nullable Assignment assignmentOfOthers(Slot slot) {
        Assignment assignment = views.view().assignment(slot.number());
        return assignment == null || assignment.holds(self) ? null : assignment;
    }

    private void answered(long now, Reply reply) {
        byte[] block = reply.block();
        if (reply.isOk() && block != null) {
            for (SlotTerms.Entry entry : SlotTerms.decode(block)) {
                entry.slots().forEach(slot -> free.add(new Free(slots.get(slot), entry.term())));
            }
        }
    }

    /** A few rows in each tick: others are served meanwhile. */
    private void drop() {
        int left = ROWS_IN_A_TICK;
        while (left > 0 && !free.isEmpty()) {
            Free next = free.element();
            Assignment assignment = assignmentOfOthers(next.slot);
            boolean isFree = assignment != null && assignment.term() == next.term;
            left -= isFree ? drop(next.slot, left) : 0;
            if (!isFree || next.slot.isEmpty()) {
                free.remove();
            }
        }
    }

    /** What is half dropped is like a copy that is half applied, also after a restart: nobody counts on it. */
    private int drop(Slot slot, int rowsMax) {
        if (slot.copyTerm() != 0 || !slot.copying() || slot.syncedTerm() > 0) {
            slot.empty();
            slot.startCopy(0);
            rows.putLabel(slot);
        }
        int deleted = rows.drop(slot.number(), rowsMax);
        if (deleted < rowsMax) {
            slot.empty();
            rows.dropLabel(slot);
        }
        return deleted + 1;
    }
}
