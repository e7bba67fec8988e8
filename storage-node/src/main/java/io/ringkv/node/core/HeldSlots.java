package io.ringkv.node.core;

import io.ringkv.node.port.Percentiles;
import io.ringkv.node.port.RecentTimes;
import io.ringkv.protocol.Reply;

import java.util.BitSet;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Requests that wait, in the order in which they came, until their slot is served; and how long slots made them wait, which
 * is how long clients see a slot held in a take-over, in a move, or while its primary is away.
 */
final class HeldSlots implements Counted {
    private final SlotTable slots;
    private final BitSet held = new BitSet();
    private final RecentTimes times = new RecentTimes();

    HeldSlots(SlotTable slots) {
        this.slots = slots;
    }

    /** Behind everything of its slot. */
    void add(long now, Operation operation) {
        hold(now, operation.slot()).add(operation);
    }

    /** Before all that waits, in their order: they came earlier. */
    void addFirst(long now, Deque<Operation> operations) {
        while (!operations.isEmpty()) {
            Operation last = operations.removeLast();
            hold(now, last.slot()).addFirst(last);
        }
    }

    private Deque<Operation> hold(long now, int number) {
        Slot slot = slots.get(number);
        if (!held.get(number)) {
            held.set(number);
            slot.heldSince(now);
        }
        return slot.waiting();
    }

    boolean isHeld(int slot) {
        return held.get(slot);
    }

    /** Takes each that waits from its place once, in order; whoever tries it may {@link #add} it again. */
    void retry(long now, Consumer<Operation> again) {
        for (int number = held.nextSetBit(0); number >= 0; number = held.nextSetBit(number + 1)) {
            Slot slot = slots.get(number);
            for (int left = slot.waiting().size(); left > 0; left--) {
                again.accept(slot.waiting().remove());
            }
            if (slot.waiting().isEmpty()) {
                held.clear(number);
                times.took(now - slot.heldSince());
            }
        }
    }

    @Override
    public Reply counted(Reply stats) {
        Percentiles recent = times.percentiles();
        return stats.withItem(Counted.count("slot-holds", recent.count()))
                .withItem(Counted.count("slot-hold-p50-us", recent.p50Micros()))
                .withItem(Counted.count("slot-hold-p99-us", recent.p99Micros()))
                .withItem(Counted.count("slot-hold-max-us", recent.maxMicros()));
    }
}
