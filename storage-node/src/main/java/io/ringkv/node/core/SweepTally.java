package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

/**
 * What a sweep has come to so far.
 *
 * @param slots that it is to pass over
 */
record SweepTally(long number, int slots, CheckTally checks) {
    boolean allWell() {
        return checks.repaired() == 0 && checks.notComparable() == 0;
    }

    Reply addedTo(Reply reply) {
        return reply.with("sweep", Long.toString(number))
                .with("slots", Integer.toString(slots))
                .with("checked", Integer.toString(checks.checked()))
                .with("match", Long.toString(checks.match()))
                .with("repaired", Long.toString(checks.repaired()))
                .with("not-comparable", Long.toString(checks.notComparable()))
                .with("rows", Long.toString(checks.rows()));
    }

    @Override
    public String toString() {
        return "sweep " + number + ": " + checks.checked() + " of " + slots + " slots, "
                + checks.match() + " replicas match, " + checks.repaired() + " repaired, "
                + checks.notComparable() + " not comparable";
    }
}
