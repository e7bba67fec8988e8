package io.ringkv.simulation.check;

import io.ringkv.hashing.Slots;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * A request about a key, and what a node said to it.
 *
 * @param before the newest write of the key that was acknowledged when the request arrived, null for none
 */
public record Answered(
        String node, Request request, Reply reply, AcknowledgedWrites.@Nullable Write before) {

    int slot() {
        return Slots.of(request.key());
    }

    String key() {
        return new String(request.key(), StandardCharsets.UTF_8);
    }

    /** A value at a level that promises the newest one. */
    boolean isConfirmedValue() {
        return reply.status() == Status.VALUE && !"one".equals(request.option(Option.LEVEL));
    }

    /** The version that the reply names, null for none. */
    @Nullable
    Version version() {
        String text = reply.field("v");
        return text == null ? null : Version.parse(text);
    }
}
