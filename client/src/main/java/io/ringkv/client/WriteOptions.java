package io.ringkv.client;

import io.ringkv.protocol.record.Version;

import java.time.Duration;

/**
 * How to write.
 *
 * @param condition a version, {@code absent} or {@code present}; empty for none
 * @param identified with a request id, by which the client repeats a write of unknown outcome without doing it twice
 */
public record WriteOptions(Level level, Duration timeout, String condition, boolean identified) {
    public static final WriteOptions DEFAULT =
            new WriteOptions(Level.QUORUM, RingKvClient.DEFAULT_TIMEOUT, "", true);

    public WriteOptions withLevel(Level newLevel) {
        return new WriteOptions(newLevel, timeout, condition, identified);
    }

    public WriteOptions withTimeout(Duration newTimeout) {
        return new WriteOptions(level, newTimeout, condition, identified);
    }

    public WriteOptions ifVersion(Version version) {
        return new WriteOptions(level, timeout, version.toString(), identified);
    }

    public WriteOptions ifAbsent() {
        return new WriteOptions(level, timeout, "absent", identified);
    }

    public WriteOptions ifPresent() {
        return new WriteOptions(level, timeout, "present", identified);
    }

    /** Without a request id: a lost reply leaves the outcome unknown at once. */
    public WriteOptions once() {
        return new WriteOptions(level, timeout, condition, false);
    }
}
