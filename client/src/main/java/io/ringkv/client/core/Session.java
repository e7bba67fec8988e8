package io.ringkv.client.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.RequestId;

import org.jspecify.annotations.Nullable;

/**
 * Numbers this client's writes, within the newest session that a server has issued to it. Servers recognise the ids of
 * a session only for so long after it was issued, so it is renewed well before, and never used near its end.
 */
final class Session {
    private static final long DEFAULT_LIFE_MS = 600_000;
    private static final long ASK_AGAIN_NANOS = 1_000_000_000L;

    private @Nullable String name;
    private long number;
    private long renewAt = Long.MAX_VALUE;
    private long usableUntil;

    /** @param hello the reply to a HELLO; of a server that issues no sessions, too */
    void adopt(long now, Reply hello) {
        String issued = hello.field("session");
        if (issued != null && RequestId.parse(issued + "-0") != null) {
            long life = hello.longField("session-ms", DEFAULT_LIFE_MS) * 1_000_000;
            name = issued;
            renewAt = now + life / 4;
            usableUntil = now + life / 2;
        }
    }

    /** Time to say HELLO for another session. Says so once, then again if none was issued. */
    boolean renewalDue(long now) {
        boolean due = now >= renewAt;
        renewAt = due ? now + ASK_AGAIN_NANOS : renewAt;
        return due;
    }

    /** A request id that was never used; null while no session is known that lasts long enough. */
    @Nullable
    String nextId(long now) {
        return name == null || now >= usableUntil ? null : name + "-" + ++number;
    }
}
