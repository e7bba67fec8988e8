package io.ringkv.node.core;

import io.ringkv.protocol.actor.Actor;

/**
 * How much this node's thread can do beside serving clients. Ticks that come later than usual say that it had too much to
 * do, here or on other threads of this machine: the rate is halved then, and grows by equal steps while they come in time,
 * as with the congestion window of TCP (Jacobson, Congestion Avoidance and Control, 1988). What is usual is learnt while
 * nothing moves, since a machine that clients fill is late by itself.
 */
final class Headroom {
    /** A move goes on however much there is to do, and ends. */
    static final long BYTES_PER_SECOND_MIN = 2L << 20;

    static final long BYTES_PER_SECOND_MAX = 16L << 20;

    private static final long STEP = 1L << 20;
    private static final long LOOK_NANOS = 500_000_000L;

    /** As late as this nobody notices, and later than that clients do, however late the machine is without moves. */
    private static final long LATE_NANOS_MIN = 5_000_000L;

    private static final long LATE_NANOS_MAX = 30_000_000L;

    /** How much one look counts for what is usual. */
    private static final int USUAL_OF_LOOKS = 8;

    private long bytesPerSecond = BYTES_PER_SECOND_MIN;
    private long tickedAt = Long.MIN_VALUE;
    private long lookAt;
    private long latest;
    private long usual;
    private boolean used;

    void tick(long now) {
        if (tickedAt != Long.MIN_VALUE) {
            latest = Math.max(latest, now - tickedAt - Actor.TICK_PERIOD_NANOS);
        }
        tickedAt = now;
        if (now >= lookAt) {
            bytesPerSecond = latest > lateFrom()
                    ? Math.max(bytesPerSecond / 2, BYTES_PER_SECOND_MIN)
                    : Math.min(bytesPerSecond + STEP, BYTES_PER_SECOND_MAX);
            if (!used) {
                usual += (latest - usual) / USUAL_OF_LOOKS;
            }
            used = false;
            latest = 0;
            lookAt = now + LOOK_NANOS;
        }
    }

    private long lateFrom() {
        return Math.max(LATE_NANOS_MIN, Math.min(2 * usual, LATE_NANOS_MAX));
    }

    /** Something moved: how late ticks are now is not only what clients do. */
    void used() {
        used = true;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
