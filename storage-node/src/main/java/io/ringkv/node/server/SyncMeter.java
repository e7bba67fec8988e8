package io.ringkv.node.server;

import io.ringkv.node.port.SyncLatency;

import java.util.Arrays;

/**
 * Keeps how long the last syncs of this node's files took. The disk's thread adds, the loop's thread asks; what is asked
 * for rarely is sorted then, so that adding costs nothing beside a sync.
 */
final class SyncMeter {
    /** Enough for a 99th percentile, and a matter of minutes at the usual interval. */
    static final int RECENT = 1024;

    private final long[] micros = new long[RECENT];
    private long count;

    synchronized void took(long nanos) {
        micros[(int) (count % RECENT)] = nanos / 1_000;
        count++;
    }

    synchronized SyncLatency latency() {
        int recent = (int) Math.min(count, RECENT);
        if (recent == 0) {
            return SyncLatency.NONE;
        }
        long[] sorted = Arrays.copyOf(micros, recent);
        Arrays.sort(sorted);
        return new SyncLatency(
                count, percentile(sorted, 50), percentile(sorted, 99), sorted[recent - 1]);
    }

    /** By nearest rank: the smallest that so many in a hundred do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[(sorted.length * percent + 99) / 100 - 1];
    }
}
