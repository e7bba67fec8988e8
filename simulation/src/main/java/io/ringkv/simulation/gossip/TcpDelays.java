package io.ringkv.simulation.gossip;

import java.util.SplittableRandom;

/**
 * How long a message takes over a connection of TCP that loses packets: a lost one is sent again after 200 ms, then 400,
 * then 800; the packets that open a connection after a second. Nothing is lost for good.
 */
final class TcpDelays {
    private static final long ONE_WAY_NANOS_MAX = 1_000_000L;
    private static final long RESENT_NANOS = 200_000_000L;
    private static final long OPENED_AGAIN_NANOS = 1_000_000_000L;

    private final SplittableRandom random;
    private final int lossPercent;

    TcpDelays(SplittableRandom random, int lossPercent) {
        this.random = random;
        this.lossPercent = lossPercent;
    }

    long oneWay() {
        return packet(RESENT_NANOS);
    }

    /** There and back before the first byte may be sent. */
    long opening() {
        return packet(OPENED_AGAIN_NANOS) + packet(OPENED_AGAIN_NANOS);
    }

    private long packet(long again) {
        long delay = random.nextLong(ONE_WAY_NANOS_MAX);
        for (long wait = again; random.nextInt(100) < lossPercent; wait *= 2) {
            delay += wait;
        }
        return delay;
    }
}
