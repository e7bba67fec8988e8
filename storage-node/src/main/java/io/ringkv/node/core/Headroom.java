package io.ringkv.node.core;

import io.ringkv.protocol.actor.Actor;

/**
 * How much this node's thread can do beside serving clients. Ticks that come late say that it had too much to do, here
 * or on other threads of this machine: the rate is halved then, and grows by equal steps while they come in time, as
 * with the congestion window of TCP (Jacobson, Congestion Avoidance and Control, 1988).
 */
final class Headroom {
    /** A move goes on however much there is to do, and ends. */
    static final long BYTES_PER_SECOND_MIN = 1L << 20;

    static final long BYTES_PER_SECOND_MAX = 16L << 20;

    private static final long STEP = 1L << 20;
    private static final long LOOK_NANOS = 500_000_000L;
    private static final long LATE_NANOS = Actor.TICK_NANOS + 20_000_000L;

    private long bytesPerSecond = BYTES_PER_SECOND_MIN;
    private long tickedAt = Long.MIN_VALUE;
    private long lookAt;
    private boolean late;

    void tick(long now) {
        late |= tickedAt != Long.MIN_VALUE && now - tickedAt > LATE_NANOS;
        tickedAt = now;
        if (now >= lookAt) {
            bytesPerSecond = late
                    ? Math.max(bytesPerSecond / 2, BYTES_PER_SECOND_MIN)
                    : Math.min(bytesPerSecond + STEP, BYTES_PER_SECOND_MAX);
            late = false;
            lookAt = now + LOOK_NANOS;
        }
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
