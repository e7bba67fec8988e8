package io.ringkv.node.core;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Carries out the checks that one asker wants, a batch at a time and a few steps in each tick, and looks again at what
 * could not be compared yet or is being repaired. Which slots are due, and when, the asker says; what follows from what
 * is found, {@link RowVerdicts}.
 */
final class SlotChecks {
    /** Others are served meanwhile, and hardly notice. */
    static final int LEISURE_STEPS_IN_A_TICK = 200;

    private static final int SLOTS_IN_A_BATCH = 128;

    /** Who wants slots to be checked. */
    interface Asker {
        /** The next slot that is due, null for none now. */
        @Nullable
        SlotCheck next(long now);

        /** It was counted, and is not looked at again. */
        void over(long now, SlotCheck check);
    }

    private final Rows rows;
    private final RowVerdicts verdicts;
    private final Asker asker;
    /** Those that could not be compared yet, or are being repaired. */
    private final Deque<SlotCheck> again = new ArrayDeque<>();

    private @Nullable CheckBatch batch;
    private CheckTally tally = new CheckTally();

    SlotChecks(Rows rows, RowVerdicts verdicts, Asker asker) {
        this.rows = rows;
        this.verdicts = verdicts;
        this.asker = asker;
    }

    CheckTally tally() {
        return tally;
    }

    /** Gives up everything that has begun, and counts anew. */
    void startOver() {
        if (batch != null) {
            batch.abandon();
            batch = null;
        }
        again.clear();
        tally = new CheckTally();
    }

    /** Nothing has begun that is not over. */
    boolean isIdle() {
        return batch == null && again.isEmpty();
    }

    void tick(long now, int stepsMax) {
        CheckBatch current = batch;
        if (current == null) {
            next(now, stepsMax);
        } else {
            current.read(stepsMax);
        }
        settle(now);
    }

    private void next(long now, int stepsMax) {
        CheckBatch next = new CheckBatch(rows);
        int left = stepsMax;
        int room = SLOTS_IN_A_BATCH;
        while (!again.isEmpty() && left > 0 && room > 0 && again.element().lookAt() <= now) {
            SlotCheck check = again.remove();
            if (check.isOver(now)) {
                end(now, check);
                left--;
            } else {
                left -= next.add(now, check, left);
                room -= check.scan() == null ? 0 : 1;
            }
        }
        while (left > 0 && room > 0) {
            SlotCheck check = asker.next(now);
            if (check == null) {
                break;
            }
            left -= next.add(now, check, left);
            room--;
        }
        if (!next.checks().isEmpty()) {
            batch = next;
            next.ask();
        }
    }

    private void settle(long now) {
        CheckBatch current = batch;
        if (current == null || !current.isDone()) {
            return;
        }
        batch = null;
        for (SlotCheck check : current.checks()) {
            SlotScan own = check.scan();
            if (own != null) {
                tally.read(own.rows());
                if (!own.isAsKept()) {
                    verdicts.contradicts(own);
                    return;
                }
            }
            compare(now, current, check);
            if (check.isOver(now)) {
                end(now, check);
            } else {
                again.add(check);
            }
        }
    }

    private void compare(long now, CheckBatch current, SlotCheck check) {
        List<Follower> asked = current.asked(check);
        for (Follower follower : asked) {
            if (check.compare(now, follower, current.report(follower))) {
                verdicts.differs(follower);
            }
        }
    }

    private void end(long now, SlotCheck check) {
        check.addTo(tally);
        asker.over(now, check);
    }
}
