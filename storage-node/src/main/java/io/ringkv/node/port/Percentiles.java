package io.ringkv.node.port;

/**
 * How long something took, of the last times that it happened, in microseconds.
 *
 * @param count times since the process began
 * @param p50Micros half of the recent ones took no longer
 * @param p99Micros of a hundred recent ones, one took longer
 * @param maxMicros the longest of the recent ones
 */
public record Percentiles(long count, long p50Micros, long p99Micros, long maxMicros) {
    /** Of what never happened, or is not measured. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0, 0);
}
