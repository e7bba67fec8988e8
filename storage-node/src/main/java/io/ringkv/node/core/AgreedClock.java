package io.ringkv.node.core;

import io.ringkv.protocol.actor.WallClock;

/**
 * The time of day as far as two clocks agree on it: the earlier of this node's own and the coordinator's. A floor of
 * sessions never falls, so one clock that runs ahead must not be enough to raise it.
 */
final class AgreedClock {
    /** A day: more than clocks differ that anybody looks after. */
    private static final long FAR_MILLIS = 86_400_000L;

    private final WallClock own;
    private long heardMillis;
    private long heardAt;

    AgreedClock(WallClock own) {
        this.own = own;
    }

    /** @param millis what the coordinator's clock showed when it answered; 0 when it did not say */
    void heard(long now, long millis) {
        if (millis > 0) {
            heardMillis = millis;
            heardAt = now;
        }
    }

    /** Whether this lies so far ahead of both clocks that no process of the cluster can have drawn it. */
    boolean isFarAhead(long now, long millis) {
        long heard = heardMillis == 0 ? 0 : heardMillis + (now - heardAt) / 1_000_000;
        return millis > Math.max(own.millis(), heard) + FAR_MILLIS;
    }

    /** Milliseconds since 1970; 0 before any coordinator was heard. */
    long millis(long now) {
        return heardMillis == 0
                ? 0
                : Math.min(own.millis(), heardMillis + (now - heardAt) / 1_000_000);
    }
}
