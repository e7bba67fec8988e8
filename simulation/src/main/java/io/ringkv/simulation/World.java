package io.ringkv.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Virtual time: events in the order of their times, and of their making where the times are equal. Network,
 * machines, workload and each kind of fault draw from streams of their own, all of the one seed, so that a change in one
 * leaves the others alone.
 */
public final class World {
    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final long seed;
    private final SplittableRandom network;
    private final SplittableRandom machines;
    private final SplittableRandom workload;
    private long now;
    private long numbers;
    private long fingerprint;

    public World(long seed) {
        this.seed = seed;
        network = stream("network");
        machines = stream("machines");
        workload = stream("workload");
    }

    /** A random stream of its own, equal in every run of the seed whatever others draw. */
    SplittableRandom stream(String name) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ (long) name.hashCode() << 32);
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    long millis() {
        return now / 1_000_000;
    }

    SplittableRandom network() {
        return network;
    }

    /** For clocks, disks and the log: what machines do by themselves. */
    SplittableRandom machines() {
        return machines;
    }

    SplittableRandom workload() {
        return workload;
    }

    /** Runs the action after the delay. */
    public void after(long delayNanos, Runnable action) {
        events.add(new Event(now + Math.max(0, delayNanos), numbers++, action));
    }

    /** Runs events up to this time. */
    public void runUntil(long time) {
        while (!events.isEmpty() && events.element().at <= time) {
            Event event = events.remove();
            now = event.at;
            event.action.run();
        }
        now = time;
    }

    /** Mixes something that happened into the fingerprint by which two runs of a seed are compared. */
    void happened(long what) {
        fingerprint = (fingerprint ^ what ^ now) * 0x9E3779B97F4A7C15L;
        fingerprint ^= fingerprint >>> 29;
    }

    /** Equal in every run of the same seed and build. */
    public long fingerprint() {
        return fingerprint;
    }
}
