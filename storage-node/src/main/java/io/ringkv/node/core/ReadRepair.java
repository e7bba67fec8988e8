package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

/**
 * Has the slots of reads at level {@code all} checked soon, as a sweep would sooner or later, and counts what came of
 * it. The reads do not wait for it. It takes no more steps in a tick than a sweep at leisure, however many reads there
 * are.
 */
final class ReadRepair implements SlotChecks.Asker, Counted {
    private static final String MATCH = "read-match";
    private static final String REPAIRED = "read-repaired";
    private static final String NOT_COMPARABLE = "read-not-comparable";

    private final SlotTable slots;
    private final AskedSlots asked;
    private final SlotChecks checks;

    ReadRepair(SlotTable slots, AskedSlots asked, Rows rows, RowVerdicts verdicts) {
        this.slots = slots;
        this.asked = asked;
        this.checks = new SlotChecks(rows, verdicts, this);
    }

    void tick(long now) {
        checks.tick(now, SlotChecks.LEISURE_STEPS_IN_A_TICK);
    }

    @Override
    public @Nullable SlotCheck next(long now) {
        Integer slot = asked.take(now);
        return slot == null ? null : new SlotCheck(slots.get(slot));
    }

    @Override
    public void over(long now, SlotCheck check) {
        asked.over(now, check.slot().number());
    }

    @Override
    public Reply counted(Reply stats) {
        CheckTally tally = checks.tally();
        return stats.withItem(Counted.count(MATCH, tally.match()))
                .withItem(Counted.count(REPAIRED, tally.repaired()))
                .withItem(Counted.count(NOT_COMPARABLE, tally.notComparable()));
    }

    /** Since the process began, behind what the reply has. */
    Reply addedTo(Reply reply) {
        CheckTally tally = checks.tally();
        return reply.with(MATCH, Long.toString(tally.match()))
                .with(REPAIRED, Long.toString(tally.repaired()))
                .with(NOT_COMPARABLE, Long.toString(tally.notComparable()));
    }
}
