package io.ringkv.simulation.check;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Of each key the newest write that any node has acknowledged: nothing that begins later may see less. */
final class AcknowledgedWrites {
    /** A write that was answered OK. */
    record Write(Version version, boolean isDelete) {}

    private final Map<String, Write> newest = new TreeMap<>();

    @Nullable
    Write newest(Request request) {
        return newest.get(new String(request.key(), StandardCharsets.UTF_8));
    }

    void add(Answered answered) {
        Version version = answered.version();
        Verb verb = answered.request().verb();
        boolean isWrite = verb == Verb.PUT || verb == Verb.DELETE;
        if (isWrite && answered.reply().isOk() && version != null) {
            newest.merge(
                    answered.key(),
                    new Write(version, verb == Verb.DELETE),
                    (old, now) -> now.version().compareTo(old.version()) > 0 ? now : old);
        }
    }
}
