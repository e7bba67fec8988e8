package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

/**
 * How fast this node may send copies to learners: as the coordinator last said, and while clients are served no faster
 * than they can bear. A bucket of bytes that fills with time. What brings voters in sync is not slowed: until it is done
 * there are fewer copies than there should be.
 */
final class MovePace {
    /** So much may go at once after a pause: a tenth of a second's worth. */
    private static final long BURST_PER_SECOND = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Whoever serves so many requests in a second has clients that would notice. */
    private static final long BUSY_PER_SECOND = 100;

    /** Each slot is some work on both sides, however small, that takes as long as to send so many bytes. */
    private static final int SLOT_BYTES_MIN = 128 << 10;

    /** Between two parts of the slots that change hands: each is a view, which takes something of every node's loop. */
    private static final int BUSY_PAUSE_SECONDS = 2;

    private final Headroom headroom = new Headroom();
    private boolean paused;
    private long throttle;
    private boolean busy;
    private double allowance;
    private long filledAt;
    private long countedAt;
    private long served;

    /** The answer to a heartbeat. */
    void heard(Reply reply) {
        paused = "paused".equals(reply.field("moves"));
        long rate = reply.longField("throttle", 0);
        if (rate != throttle) {
            // What went at another pace is not to be paid for at this one.
            throttle = rate;
            allowance = 0;
        }
    }

    /** @param servedSoFar requests of clients, since the process began */
    void tick(long now, long servedSoFar) {
        headroom.tick(now);
        if (now - countedAt >= SECOND_NANOS) {
            boolean nowBusy = servedSoFar - served >= BUSY_PER_SECOND;
            if (nowBusy != busy) {
                busy = nowBusy;
                allowance = 0;
            }
            served = servedSoFar;
            countedAt = now;
        }
    }

    /**
     * How many slots may change hands at once, each time after {@link #pauseNanos}.
     *
     * @param unhindered while no clients are served
     */
    int part(int unhindered) {
        return busy
                ? (int) (BUSY_PAUSE_SECONDS * headroom.bytesPerSecond() / SLOT_BYTES_MIN)
                : unhindered;
    }

    /** @param unhindered while no clients are served */
    long pauseNanos(long unhindered) {
        return busy ? BUSY_PAUSE_SECONDS * SECOND_NANOS : unhindered;
    }

    /** 0 for as fast as it goes. */
    private long bytesPerSecond() {
        if (!busy) {
            return throttle;
        }
        long spare = headroom.bytesPerSecond();
        return throttle == 0 ? spare : Math.min(throttle, spare);
    }

    boolean allows(long now) {
        long rate = bytesPerSecond();
        if (paused || rate == 0) {
            return !paused;
        }
        double filled = allowance + (double) (now - filledAt) / SECOND_NANOS * rate;
        allowance = Math.min(filled, (double) rate / BURST_PER_SECOND);
        filledAt = now;
        return allowance > 0;
    }

    /**
     * Taken even below nothing, so that a large piece is paid for afterwards.
     *
     * @param whole this was the last piece of its slot
     */
    void sent(int bytes, boolean whole) {
        headroom.used();
        if (bytesPerSecond() > 0) {
            allowance -= busy && whole ? Math.max(bytes, SLOT_BYTES_MIN) : bytes;
        }
    }
}
