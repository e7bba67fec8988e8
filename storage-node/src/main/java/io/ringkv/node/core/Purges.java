package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Version;

import java.util.List;

/**
 * Decides when the tombstones of this node's own slots go: once every voter and learner has told, in this term, that it
 * holds them (rule D1). All slots are passed over in every interval, a few at a time; a slot is read for it only where
 * enough of it are tombstones, or where it is small.
 */
final class Purges implements Counted {
    private static final int STEPS_OF_A_PASS = 64;
    private static final int SMALL_KEYS = 64;
    /** So much of a slot may be tombstones: more costs space, less costs reading it again and again. */
    private static final int KEYS_FOR_A_TOMBSTONE = 8;

    private final Roles roles;
    private final Writes writes;
    private final long stepNanos;
    private int step;
    private long nextStepAt;
    private long purges;

    Purges(Roles roles, Writes writes, NodeTiming timing) {
        this.roles = roles;
        this.writes = writes;
        this.stepNanos = timing.housekeeping().purgeIntervalNanos() / STEPS_OF_A_PASS;
    }

    @Override
    public Reply counted(Reply stats) {
        return stats.withItem(Counted.count("purges", purges));
    }

    void tick(long now) {
        if (now < nextStepAt) {
            return;
        }
        nextStepAt = now + stepNanos;
        step = (step + 1) % STEPS_OF_A_PASS;
        List<PrimaryRole> all = roles.all();
        int from = (int) ((long) all.size() * step / STEPS_OF_A_PASS);
        int to = (int) ((long) all.size() * (step + 1) / STEPS_OF_A_PASS);
        for (PrimaryRole role : all.subList(from, to)) {
            purge(role);
        }
    }

    private void purge(PrimaryRole role) {
        SlotCounts counts = role.slot().counts();
        boolean worthIt = counts.unpurged() > 0
                && (counts.keys() < SMALL_KEYS
                        || counts.tombstones() * KEYS_FOR_A_TOMBSTONE >= counts.keys());
        if (worthIt && role.active() && !role.giving()) {
            long held = role.heldByAll();
            Version mark = new Version(role.term(), held);
            if (held >= 0 && mark.compareTo(role.slot().marks().purged()) > 0) {
                writes.raise(role, role.slot().marks().withPurged(mark));
                purges++;
            }
        }
    }
}
