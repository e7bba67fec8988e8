package io.ringkv.node.core;

/** What checks of slots have come to so far, counted by slot and replica. */
final class CheckTally {
    private int checked;
    private long match;
    private long repaired;
    private long notComparable;
    private long rows;

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

    /** Slots. */
    int checked() {
        return checked;
    }

    long match() {
        return match;
    }

    long repaired() {
        return repaired;
    }

    long notComparable() {
        return notComparable;
    }

    long rows() {
        return rows;
    }
}
