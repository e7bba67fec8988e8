package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.StoreException;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Compares, at leisure and again and again, the slots that this node is primary of with their replicas: all digests are
 * recomputed from the rows on the disks, at one position of the stream (rule B2). A replica that differs is out of sync,
 * and gets a copy that replaces what it has (rule T8). When this node's own rows are not those that it wrote, it repairs
 * nobody: it ends, and comes back as a doubtful store.
 */
final class Sweep {
    private static final int LEISURE_STEPS_IN_A_TICK = 200;
    private static final int FULL_STEPS_IN_A_TICK = 2_000;
    private static final int SLOTS_IN_A_BATCH = 128;
    /** However long the interval is: one slot a minute, and the first soon after the start. */
    private static final long PAUSE_NANOS_MAX = 60_000_000_000L;

    private final SlotTable slots;
    private final Rows rows;
    private final CatchUp catchUp;
    private final NodeDisk disk;
    private final Journal journal;
    private final long intervalNanos;
    private final Deque<SlotCheck> waiting = new ArrayDeque<>();
    /** Those that could not be compared yet, or are being repaired. */
    private final Deque<SlotCheck> again = new ArrayDeque<>();

    private SweepTally tally = new SweepTally(0, 0);
    private @Nullable SweepBatch batch;
    private boolean running;
    private boolean atFullPace;
    private boolean distrusted;
    private long startedAt;
    private long begun;
    private long nextAt;
    private long wholeAt = -1;
    private long differing;

    Sweep(
            SlotTable slots,
            Rows rows,
            CatchUp catchUp,
            NodeDisk disk,
            Journal journal,
            NodeTiming timing) {
        this.slots = slots;
        this.rows = rows;
        this.catchUp = catchUp;
        this.disk = disk;
        this.journal = journal;
        this.intervalNanos = timing.sweepIntervalNanos();
    }

    /** Replicas that held other rows than this node, since the process began. */
    long differing() {
        return differing;
    }

    /** The process begins. */
    void start(long now) {
        nextAt = now + Math.min(intervalNanos, PAUSE_NANOS_MAX);
    }

    /** {@code REPAIR STATUS} and {@code REPAIR START}. */
    Reply answer(long now, Request request) {
        return switch (request.argument(0).toUpperCase(Locale.ROOT)) {
            case "STATUS" -> status(now);
            case "START" -> startNow(now);
            default ->
                Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        "REPAIR knows STATUS and START, not " + request.argument(0));
        };
    }

    private Reply startNow(long now) {
        if (running && atFullPace) {
            return Reply.error(
                    ErrorCode.BAD_ARGUMENT,
                    "sweep " + tally.number()
                            + " of this node was started and still runs; REPAIR STATUS shows how far"
                            + " it is");
        }
        if (distrusted) {
            return Reply.error(
                    ErrorCode.STORE_ERROR, "the rows of this node are not what it wrote");
        }
        begin(now, true);
        return status(now);
    }

    private Reply status(long now) {
        Reply reply = tally.addedTo(Reply.ok().with("state", running ? "running" : "idle"));
        if (running) {
            reply = reply.with("pace", atFullPace ? "full" : "leisure");
        }
        return wholeAt < 0
                ? reply
                : reply.with("seconds-since", Long.toString((now - wholeAt) / 1_000_000_000L));
    }

    private void begin(long now, boolean full) {
        if (batch != null) {
            batch.abandon();
            batch = null;
        }
        waiting.clear();
        again.clear();
        for (Slot slot : slots.all()) {
            if (slot.role() != null) {
                waiting.add(new SlotCheck(slot));
            }
        }
        tally = new SweepTally(tally.number() + 1, waiting.size());
        running = true;
        atFullPace = full;
        startedAt = now;
        begun = 0;
        nextAt = now + intervalNanos;
    }

    /** A few steps: others are served meanwhile. */
    void tick(long now) {
        if (!running && now >= nextAt && !distrusted) {
            begin(now, false);
        }
        if (!running) {
            return;
        }
        int stepsMax = atFullPace ? FULL_STEPS_IN_A_TICK : LEISURE_STEPS_IN_A_TICK;
        SweepBatch current = batch;
        if (current == null) {
            next(now, stepsMax);
        } else {
            current.read(stepsMax);
        }
        settle(now);
        if (batch == null && waiting.isEmpty() && again.isEmpty()) {
            end(now);
        }
    }

    private void next(long now, int stepsMax) {
        SweepBatch next = new SweepBatch(rows);
        int left = stepsMax;
        int room = SLOTS_IN_A_BATCH;
        while (!again.isEmpty() && left > 0 && room > 0 && again.element().lookAt() <= now) {
            SlotCheck check = again.remove();
            if (check.isOver(now)) {
                check.addTo(tally);
                left--;
            } else {
                left -= next.add(now, check, left);
                room -= check.scan() == null ? 0 : 1;
            }
        }
        while (!waiting.isEmpty() && left > 0 && room > 0 && isDue(now)) {
            left -= next.add(now, waiting.remove(), left);
            begun++;
            room--;
        }
        if (!next.checks().isEmpty()) {
            batch = next;
            next.ask();
        }
    }

    /** The slots are spread over the interval. */
    private boolean isDue(long now) {
        long pause = Math.min(PAUSE_NANOS_MAX, intervalNanos / Math.max(1, tally.slots()));
        return atFullPace || now - startedAt >= begun * pause;
    }

    private void settle(long now) {
        SweepBatch current = batch;
        if (current == null || !current.isDone()) {
            return;
        }
        batch = null;
        for (SlotCheck check : current.checks()) {
            SlotScan own = check.scan();
            if (own != null) {
                tally.read(own.rows());
                if (!own.isAsKept()) {
                    distrust(own);
                    return;
                }
            }
            compare(now, current, check);
            if (check.isOver(now)) {
                check.addTo(tally);
            } else {
                again.add(check);
            }
        }
    }

    private void compare(long now, SweepBatch current, SlotCheck check) {
        List<Follower> asked = current.asked(check);
        for (Follower follower : asked) {
            if (check.compare(now, follower, current.report(follower))) {
                journal.event("slot " + check.slot().number() + " on "
                        + follower.voter().node()
                        + " is not what this node has on its disk; a copy replaces it");
                follower.differ();
                differing++;
                catchUp.lookSoon();
            }
        }
    }

    /** What this node would copy from here is not what it wrote. */
    private void distrust(SlotScan own) {
        running = false;
        distrusted = true;
        disk.distrust(new StoreException(
                StoreException.Kind.CORRUPT,
                "the rows of slot " + own.kept().slot() + " on this disk are not those that were"
                        + " written here up to "
                        + own.kept().syncedTerm() + "." + own.kept().position()
                        + ": their digest is "
                        + Long.toHexString(own.report().digest()) + ", not "
                        + Long.toHexString(own.kept().digest())
                        + "; look at this disk, then start the node again: it keeps its data, and"
                        + " counts for nothing until the others have brought it in sync"));
    }

    private void end(long now) {
        running = false;
        wholeAt = now;
        if (atFullPace || !tally.allWell()) {
            journal.event(tally.toString());
        }
    }
}
