package io.ringkv.node.core;

import io.ringkv.protocol.actor.WallClock;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The time of day as far as clocks agree on it: the median of the nodes' clocks, which one that is wrong does not move.
 * Of fewer than three nodes it is the earlier of this one's own and the coordinator's. Nothing that is stored or read
 * hangs on it: only whether the request ids of a session are still remembered.
 */
final class AgreedClock {
    /** A day: more than clocks differ that anybody looks after. */
    private static final long FAR_MILLIS = 86_400_000L;

    private static final int CLOCKS_ENOUGH = 3;

    private final WallClock own;
    /** What each other node's clock shows beyond this process's monotonic one. */
    private final Map<String, Long> ahead = new TreeMap<>();

    private long heardMillis;
    private long heardAt;

    AgreedClock(WallClock own) {
        this.own = own;
    }

    /** This node's own, for others to weigh. */
    long ownMillis() {
        return own.millis();
    }

    /** @param millis what the coordinator's clock showed when it answered; 0 when it did not say */
    void heard(long now, long millis) {
        if (millis > 0) {
            heardMillis = millis;
            heardAt = now;
        }
    }

    /** @param millis what another node's clock showed when it answered; 0 when it did not say */
    void heardNode(long now, String node, long millis) {
        if (millis > 0) {
            ahead.put(node, millis - now / 1_000_000);
        }
    }

    /** Forgets those that are no members any more. */
    void keep(Predicate<String> isMember) {
        ahead.keySet().removeIf(isMember.negate());
    }

    /** Whether this lies so far ahead of all that is known that no process of the cluster can have drawn it. */
    boolean isFarAhead(long now, long millis) {
        // Asked for each write: the median of many clocks is for those that would be refused.
        return millis > own.millis() + FAR_MILLIS
                && millis > coordinatorMillis(now) + FAR_MILLIS
                && millis > sessionMillis(now) + FAR_MILLIS;
    }

    /** Milliseconds since 1970, when a session is to have begun that is issued now. */
    long sessionMillis(long now) {
        if (ahead.size() + 1 >= CLOCKS_ENOUGH) {
            return median(now);
        }
        return heardMillis == 0 ? own.millis() : Math.min(own.millis(), coordinatorMillis(now));
    }

    /**
     * The same, if the coordinator's clock agrees: a floor of sessions never falls, so it must not rise too early. 0
     * before any coordinator was heard.
     */
    long floorMillis(long now) {
        return heardMillis == 0 ? 0 : Math.min(sessionMillis(now), coordinatorMillis(now));
    }

    private long coordinatorMillis(long now) {
        return heardMillis == 0 ? 0 : heardMillis + (now - heardAt) / 1_000_000;
    }

    /** Of an even number the earlier of the two in the middle. */
    private long median(long now) {
        long[] clocks = new long[ahead.size() + 1];
        int i = 0;
        for (long offset : ahead.values()) {
            clocks[i++] = offset + now / 1_000_000;
        }
        clocks[i] = own.millis();
        Arrays.sort(clocks);
        return clocks[(clocks.length - 1) / 2];
    }
}
