package io.ringkv.node.port;

import java.util.Arrays;

/**
 * Keeps how long something took the last times. One thread may add and another one ask; what is asked for rarely is sorted
 * then, so that adding costs little.
 */
public final class RecentTimes {
    /** Enough for a 99th percentile. */
    public static final int RECENT = 1024;

    private final long[] micros = new long[RECENT];
    private long count;

    public synchronized void took(long nanos) {
        micros[(int) (count % RECENT)] = nanos / 1_000;
        count++;
    }

    public synchronized Percentiles percentiles() {
        int recent = (int) Math.min(count, RECENT);
        if (recent == 0) {
            return Percentiles.NONE;
        }
        long[] sorted = Arrays.copyOf(micros, recent);
        Arrays.sort(sorted);
        return new Percentiles(
                count, percentile(sorted, 50), percentile(sorted, 99), sorted[recent - 1]);
    }

    /** By nearest rank: the smallest that so many in a hundred do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[(sorted.length * percent + 99) / 100 - 1];
    }
}
