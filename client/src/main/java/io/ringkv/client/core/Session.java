package io.ringkv.client.core;

import io.ringkv.protocol.record.RequestId;

import org.jspecify.annotations.Nullable;

/** Numbers this client's writes, within the newest session that a server has issued to it. */
final class Session {
    private @Nullable String name;
    private long number;

    /** @param issued the {@code session=} of a HELLO reply; null when the server issues none */
    void adopt(@Nullable String issued) {
        if (issued != null && RequestId.parse(issued + "-0") != null) {
            name = issued;
        }
    }

    /** A request id that was never used; null before any session is known. */
    @Nullable
    String nextId() {
        return name == null ? null : name + "-" + ++number;
    }
}
