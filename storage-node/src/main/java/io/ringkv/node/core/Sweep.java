package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Has the slots that this node is primary of checked at leisure, again and again: when a sweep begins, how fast it goes,
 * and what it has come to. {@link SlotChecks} compares them with their replicas.
 */
final class Sweep implements SlotChecks.Asker {
    private static final int FULL_STEPS_IN_A_TICK = 2_000;
    /** However long the interval is: one slot a minute, and the first soon after the start. */
    private static final long PAUSE_NANOS_MAX = 60_000_000_000L;

    private final SlotTable slots;
    private final RowVerdicts verdicts;
    private final Journal journal;
    private final long intervalNanos;
    private final SlotChecks checks;
    private final Deque<Slot> waiting = new ArrayDeque<>();

    private SweepTally tally;
    private boolean running;
    private boolean atFullPace;
    private long startedAt;
    private long begun;
    private long nextAt;
    private long wholeAt = -1;

    Sweep(SlotTable slots, Rows rows, RowVerdicts verdicts, Journal journal, NodeTiming timing) {
        this.slots = slots;
        this.verdicts = verdicts;
        this.journal = journal;
        this.intervalNanos = timing.housekeeping().sweepIntervalNanos();
        this.checks = new SlotChecks(rows, verdicts, this);
        this.tally = new SweepTally(0, 0, checks.tally());
    }

    /** The process begins. */
    void start(long now) {
        nextAt = now + Math.min(intervalNanos, PAUSE_NANOS_MAX);
    }

    /** {@code REPAIR START}. */
    Reply startNow(long now) {
        if (running && atFullPace) {
            return Reply.error(
                    ErrorCode.BAD_ARGUMENT,
                    "sweep " + tally.number()
                            + " of this node was started and still runs; REPAIR STATUS shows how far"
                            + " it is");
        }
        if (verdicts.distrusted()) {
            return Reply.error(
                    ErrorCode.STORE_ERROR, "the rows of this node are not what it wrote");
        }
        begin(now, true);
        return status(now);
    }

    /** {@code REPAIR STATUS}. */
    Reply status(long now) {
        Reply reply = tally.addedTo(Reply.ok().with("state", running ? "running" : "idle"));
        if (running) {
            reply = reply.with("pace", atFullPace ? "full" : "leisure");
        }
        return wholeAt < 0
                ? reply
                : reply.with("seconds-since", Long.toString((now - wholeAt) / 1_000_000_000L));
    }

    private void begin(long now, boolean full) {
        checks.startOver();
        waiting.clear();
        for (Slot slot : slots.all()) {
            if (slot.role() != null) {
                waiting.add(slot);
            }
        }
        tally = new SweepTally(tally.number() + 1, waiting.size(), checks.tally());
        running = true;
        atFullPace = full;
        startedAt = now;
        begun = 0;
        nextAt = now + intervalNanos;
    }

    /** A few steps: others are served meanwhile. */
    void tick(long now) {
        if (verdicts.distrusted()) {
            running = false;
            return;
        }
        if (!running && now >= nextAt) {
            begin(now, false);
        }
        if (!running) {
            return;
        }
        checks.tick(now, atFullPace ? FULL_STEPS_IN_A_TICK : SlotChecks.LEISURE_STEPS_IN_A_TICK);
        if (verdicts.distrusted()) {
            running = false;
        } else if (waiting.isEmpty() && checks.isIdle()) {
            end(now);
        }
    }

    /** The slots are spread over the interval. */
    @Override
    public @Nullable SlotCheck next(long now) {
        long pause = Math.min(PAUSE_NANOS_MAX, intervalNanos / Math.max(1, tally.slots()));
        boolean isDue = atFullPace || now - startedAt >= begun * pause;
        if (waiting.isEmpty() || !isDue) {
            return null;
        }
        begun++;
        return new SlotCheck(waiting.remove());
    }

    @Override
    public void over(long now, SlotCheck check) {
        // Counted, and the sweep goes on.
    }

    private void end(long now) {
        running = false;
        wholeAt = now;
        if (atFullPace || !tally.allWell()) {
            journal.event(tally.toString());
        }
    }
}
