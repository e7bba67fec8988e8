package io.ringkv.node.core;

import java.util.List;

/**
 * Decides when the floors of this node's own slots rise (rule I2), so that what is kept of old request ids is bounded
 * by time. All slots are passed over four times in the life of a session, a few slots at a time; only a slot that
 * keeps something too old is given a new floor.
 */
final class SessionFloors {
    private static final int PASSES_IN_A_LIFE = 4;
    private static final int STEPS_OF_A_PASS = 64;

    private final Roles roles;
    private final Writes writes;
    private final AgreedClock clock;
    private final long lifeMs;
    private final long stepNanos;
    private int step;
    private long nextStepAt;

    SessionFloors(Roles roles, Writes writes, AgreedClock clock, NodeTiming timing) {
        this.roles = roles;
        this.writes = writes;
        this.clock = clock;
        this.lifeMs = timing.housekeeping().sessionLifeNanos() / 1_000_000;
        this.stepNanos =
                timing.housekeeping().sessionLifeNanos() / PASSES_IN_A_LIFE / STEPS_OF_A_PASS;
    }

    void tick(long now) {
        if (now < nextStepAt) {
            return;
        }
        nextStepAt = now + stepNanos;
        step = (step + 1) % STEPS_OF_A_PASS;
        long floor = clock.floorMillis(now) - lifeMs;
        List<PrimaryRole> all = roles.all();
        int from = (int) ((long) all.size() * step / STEPS_OF_A_PASS);
        int to = (int) ((long) all.size() * (step + 1) / STEPS_OF_A_PASS);
        for (PrimaryRole role : all.subList(from, to)) {
            if (role.active() && role.slot().sessions().oldestMs() < floor) {
                writes.raise(role, role.slot().marks().withFloor(floor));
            }
        }
    }
}
