package io.ringkv.protocol.actor;

/** The time of day, for session ids and for people; it orders nothing and decides nothing. */
@FunctionalInterface
public interface WallClock {
    /** Milliseconds since 1970. */
    long millis();
}
