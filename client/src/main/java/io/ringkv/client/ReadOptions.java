package io.ringkv.client;

import java.time.Duration;

/** How to read. {@code ONE} answers from any copy and may be old; the other levels never are. */
public record ReadOptions(Level level, Duration timeout) {
    public static final ReadOptions DEFAULT =
            new ReadOptions(Level.QUORUM, RingKvClient.DEFAULT_TIMEOUT);

    public ReadOptions withLevel(Level newLevel) {
        return new ReadOptions(newLevel, timeout);
    }

    public ReadOptions withTimeout(Duration newTimeout) {
        return new ReadOptions(level, newTimeout);
    }
}
