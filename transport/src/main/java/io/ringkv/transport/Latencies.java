package io.ringkv.transport;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;

/**
 * How long the requests of keys took at one process, from when they were read until they were answered: all since it
 * began, and how those of the last ten seconds were spread. For the loop's own thread.
 */
final class Latencies {
    static final String SECTION = "latency";

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(1);
    /** Three per cent of a latency tells nobody anything. */
    private static final int DIGITS = 2;

    private Histogram current = new Histogram(MICROS_MAX, DIGITS);
    private Histogram last = new Histogram(MICROS_MAX, DIGITS);
    private long windowEnds;
    private long count;

    static boolean isCounted(Verb verb) {
        return switch (verb) {
            case PUT, GET, DELETE, EXISTS -> true;
            default -> false;
        };
    }

    void add(long now, long tookNanos) {
        turn(now);
        current.recordValue(Math.min(MICROS_MAX, tookNanos / 1_000));
        count++;
    }

    private void turn(long now) {
        if (now - windowEnds >= 0) {
            Histogram before = last;
            last = current;
            current = before;
            current.reset();
            if (now - windowEnds >= WINDOW_NANOS) {
                last.reset();
            }
            windowEnds = now + WINDOW_NANOS;
        }
    }

    /** {@code INFO latency}: of the last ten to twenty seconds, in microseconds. */
    Reply reply(long now) {
        turn(now);
        Histogram both = last.copy();
        both.add(current);
        return Reply.ok()
                .with("section", SECTION)
                .with("requests", Long.toString(count))
                .with("window", Long.toString(both.getTotalCount()))
                .with("p50-us", Long.toString(both.getValueAtPercentile(50)))
                .with("p99-us", Long.toString(both.getValueAtPercentile(99)))
                .with("max-us", Long.toString(both.getMaxValue()));
    }
}
