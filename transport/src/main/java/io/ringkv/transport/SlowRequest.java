package io.ringkv.transport;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.codec.Shown;

import org.jspecify.annotations.Nullable;

/**
 * One request that took long, without the bytes that made it large.
 *
 * @param key shortened and printable; null for a verb without one
 * @param atMillis when it came, milliseconds since 1970
 * @param tookMicros from its arrival to its answer
 * @param status the first word of the reply, or of an error its code
 * @param from the address that sent it
 * @param forwarded by another node, whose client waits for both
 */
record SlowRequest(
        String verb,
        @Nullable String key,
        long atMillis,
        long tookMicros,
        String status,
        String from,
        @Nullable String trace,
        boolean forwarded) {

    static SlowRequest of(Request request, long tookNanos, String status, String from) {
        return new SlowRequest(
                request.verb().name(),
                request.hasKey() ? Shown.of(request.key()) : null,
                System.currentTimeMillis() - tookNanos / 1_000_000,
                tookNanos / 1_000,
                status,
                from,
                request.option(Option.TRACE),
                request.has(Option.FORWARDED));
    }

    Item item() {
        Item item = (key == null ? Item.of(verb) : Item.of(verb, key))
                .with("at-ms", atMillis)
                .with("took-us", tookMicros)
                .with("status", status)
                .with("from", from);
        Item traced = trace == null ? item : item.with("trace", trace);
        return forwarded ? traced.with("forwarded", 1) : traced;
    }
}
