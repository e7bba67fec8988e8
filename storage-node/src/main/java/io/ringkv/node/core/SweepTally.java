package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

/** What a sweep has come to so far, counted by slot and replica. */
final class SweepTally {
    private final long number;
    private final int slots;
    private int checked;
    private long match;
    private long repaired;
    private long notComparable;
    private long rows;

    /** @param slots that it is to pass over */
    SweepTally(long number, int slots) {
        this.number = number;
        this.slots = slots;
    }

    long number() {
        return number;
    }

    int slots() {
        return slots;
    }

    /** One more slot is done with, and so many of its replicas came out so. */
    void checked(int matches, int repairs, int notCompared) {
        checked++;
        match += matches;
        repaired += repairs;
        notComparable += notCompared;
    }

    /** Rows of this node's own disk. */
    void read(long rowsRead) {
        rows += rowsRead;
    }

    boolean allWell() {
        return repaired == 0 && notComparable == 0;
    }

    Reply addedTo(Reply reply) {
        return reply.with("sweep", Long.toString(number))
                .with("slots", Integer.toString(slots))
                .with("checked", Integer.toString(checked))
                .with("match", Long.toString(match))
                .with("repaired", Long.toString(repaired))
                .with("not-comparable", Long.toString(notComparable))
                .with("rows", Long.toString(rows));
    }

    @Override
    public String toString() {
        return "sweep " + number + ": " + checked + " of " + slots + " slots, " + match
                + " replicas match, " + repaired + " repaired, " + notComparable
                + " not comparable";
    }
}
