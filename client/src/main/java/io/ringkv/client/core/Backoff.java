package io.ringkv.client.core;

import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling up to a limit, and half of it chance, so that clients spread. */
final class Backoff {
    private final RandomGenerator random;
    private final long firstNanos;
    private final long mostNanos;

    Backoff(RandomGenerator random, long firstNanos, long mostNanos) {
        this.random = random;
        this.firstNanos = firstNanos;
        this.mostNanos = mostNanos;
    }

    /** @param failures so far, from 1 */
    long nanos(int failures) {
        long full = Math.min(mostNanos, firstNanos << Math.min(20, Math.max(0, failures - 1)));
        return full / 2 + random.nextLong(full / 2 + 1);
    }
}
