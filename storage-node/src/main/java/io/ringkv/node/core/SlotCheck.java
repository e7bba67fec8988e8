package io.ringkv.node.core;

import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One slot, compared by its primary with each of its replicas until there is an outcome for all of them, or
 * the patience with it ends. What could not be compared is never a match (rule B2).
 */
final class SlotCheck {
    private enum Outcome {
        MATCH,
        /** It differs, and a copy is to replace what it holds. */
        DIFFERS,
        REPAIRED
    }

    private static final long LOOK_AGAIN_NANOS = 500_000_000L;
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    /** A copy takes its time. */
    private static final long REPAIR_PATIENCE_NANOS = 120_000_000_000L;

    private final Slot slot;
    private final Map<Voter, Outcome> outcomes = new LinkedHashMap<>(4);
    private @Nullable PrimaryRole role;
    private @Nullable SlotScan scan;
    private long lookAt;
    private long giveUpAt = Long.MAX_VALUE;

    SlotCheck(Slot slot) {
        this.slot = slot;
    }

    Slot slot() {
        return slot;
    }

    /**
     * Looks at the slot as it is now, and names the followers that are to be asked now; the scan of the own rows, if
     * there is to be one, stands for the same position.
     */
    List<Follower> begin(long now, Rows rows) {
        lookAt = now + LOOK_AGAIN_NANOS;
        giveUpAt = Math.min(giveUpAt, now + PATIENCE_NANOS);
        scan = null;
        List<Follower> asked = new ArrayList<>(2);
        PrimaryRole current = slot.role();
        if (current != role) {
            role = current;
            outcomes.clear();
        }
        if (current == null || !current.active()) {
            return asked;
        }
        boolean isFirst = outcomes.isEmpty();
        for (Follower follower : current.followers()) {
            Outcome known = outcomes.get(follower.voter());
            if (known == Outcome.DIFFERS && !follower.differs()) {
                outcomes.put(follower.voter(), Outcome.REPAIRED);
            } else if (known == null && isInSync(follower)) {
                asked.add(follower);
            }
        }
        if (isFirst || !asked.isEmpty()) {
            scan = new SlotScan(rows, slot);
        }
        return asked;
    }

    private static boolean isInSync(Follower follower) {
        return follower.state() == Follower.State.IN_SYNC && follower.reachable();
    }

    /** Earlier than this there is nothing new to see. */
    long lookAt() {
        return lookAt;
    }

    /** Of the own rows, at the last {@link #begin}; null when there was nothing to compare. */
    @Nullable
    SlotScan scan() {
        return scan;
    }

    /**
     * What a follower said of its rows. Only the same position of the same term is compared.
     *
     * @param report null when it said nothing
     * @return true when it differs, and is to be brought in sync anew
     */
    boolean compare(long now, Follower follower, @Nullable SlotReport report) {
        SlotScan own = scan;
        boolean stands = follower.role() == role && slot.role() == role;
        if (!stands || own == null || report == null || !isAtTheSamePlace(report, own.report())) {
            return false;
        }
        boolean differs = report.digest() != own.report().digest();
        outcomes.put(follower.voter(), differs ? Outcome.DIFFERS : Outcome.MATCH);
        if (differs) {
            giveUpAt = now + REPAIR_PATIENCE_NANOS;
        }
        return differs;
    }

    private static boolean isAtTheSamePlace(SlotReport one, SlotReport other) {
        return one.syncedTerm() == other.syncedTerm()
                && one.position() == other.position()
                && !one.copying()
                && !one.doubtful();
    }

    /** There is an outcome for each voter of the list, or there will be none. */
    boolean isOver(long now) {
        return now >= giveUpAt || isServedHere() && openVoters() == 0;
    }

    private boolean isServedHere() {
        return role != null && role.active() && slot.role() == role;
    }

    private int openVoters() {
        int open = 0;
        if (role != null) {
            for (Follower follower : role.followers()) {
                Outcome known = outcomes.get(follower.voter());
                boolean isOpen = known == null ? follower.index() >= 0 : known == Outcome.DIFFERS;
                open += isOpen ? 1 : 0;
            }
        }
        return open;
    }

    /** Adds what came of it, once it is over; a slot whose role went elsewhere could not be compared either. */
    void addTo(CheckTally tally) {
        int matches = count(Outcome.MATCH);
        int repairs = count(Outcome.REPAIRED);
        tally.checked(matches, repairs, isServedHere() ? openVoters() : 1);
    }

    private int count(Outcome wanted) {
        int count = 0;
        for (Outcome outcome : outcomes.values()) {
            count += outcome == wanted ? 1 : 0;
        }
        return count;
    }
}
