package io.ringkv.node.port;

/**
 * How long the disk took lately to make something durable, in microseconds.
 *
 * @param count syncs since the process began
 * @param p50Micros half of the recent ones took no longer
 * @param p99Micros of a hundred recent ones, one took longer
 * @param maxMicros the longest of the recent ones
 */
public record SyncLatency(long count, long p50Micros, long p99Micros, long maxMicros) {
    /** Of a disk that has synced nothing, or measures nothing. */
    public static final SyncLatency NONE = new SyncLatency(0, 0, 0, 0);
}
