package io.ringkv.node.core;

import io.ringkv.protocol.Reply;

/**
 * How fast this node may send copies to learners, as the coordinator last said: a bucket of bytes that fills with time.
 * What brings voters in sync is not slowed: until it is done there are fewer copies than there should be.
 */
final class MovePace {
    /** So much may go at once after a pause: a tenth of a second's worth. */
    private static final long BURST_PER_SECOND = 10;

    private boolean paused;
    private long bytesPerSecond;
    private double allowance;
    private long filledAt;

    /** The answer to a heartbeat. */
    void heard(Reply reply) {
        paused = "paused".equals(reply.field("moves"));
        long rate = reply.longField("throttle", 0);
        if (rate != bytesPerSecond) {
            // What went at another pace is not to be paid for at this one.
            bytesPerSecond = rate;
            allowance = 0;
        }
    }

    boolean allows(long now) {
        if (paused || bytesPerSecond == 0) {
            return !paused;
        }
        double filled = allowance + (now - filledAt) / 1e9 * bytesPerSecond;
        allowance = Math.min(filled, (double) bytesPerSecond / BURST_PER_SECOND);
        filledAt = now;
        return allowance > 0;
    }

    /** Taken even below nothing, so that a large piece is paid for afterwards. */
    void sent(int bytes) {
        allowance -= bytesPerSecond == 0 ? 0 : bytes;
    }
}
