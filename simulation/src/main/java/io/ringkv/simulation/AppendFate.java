package io.ringkv.simulation;

import java.util.SplittableRandom;

/** What becomes of one append to the metadata log: everything that its contract allows. */
enum AppendFate {
    COMMITTED,
    /** Something below the log appended it again. */
    COMMITTED_TWICE,
    /** The answer got lost, the entry did not. */
    FAILED_BUT_COMMITTED,
    /** It is committed behind what its proposer did next. */
    FAILED_AND_COMMITTED_LATER,
    FAILED_AND_LOST,
    /** The leader is deposed before it answers; the entry is committed or lost. */
    LEADER_LOST;

    private static final AppendFate[] FAULTS = {
        COMMITTED_TWICE,
        FAILED_BUT_COMMITTED,
        FAILED_AND_COMMITTED_LATER,
        FAILED_AND_LOST,
        LEADER_LOST
    };

    static AppendFate draw(SplittableRandom faults, int faultPercent) {
        return faults.nextInt(100) < faultPercent
                ? FAULTS[faults.nextInt(FAULTS.length)]
                : COMMITTED;
    }

    boolean isReportedAsFailed() {
        return this == FAILED_BUT_COMMITTED
                || this == FAILED_AND_COMMITTED_LATER
                || this == FAILED_AND_LOST;
    }
}
