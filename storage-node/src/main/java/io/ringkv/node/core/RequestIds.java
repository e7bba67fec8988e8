package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.RequestResult;
import io.ringkv.protocol.record.Row;

import org.jspecify.annotations.Nullable;

/**
 * Recognises repeated requests (rules I1 to I3): the id travels in the record it wrote, and in a row of its own
 * once that record is overwritten. Both are part of the slot's content, so every later primary recognises it too.
 */
final class RequestIds {
    private final Rows rows;

    RequestIds(Rows rows) {
        this.rows = rows;
    }

    /** The first result of this id on this key, null when it is new. */
    @Nullable
    RememberedId find(Slot slot, Key key, @Nullable Row newest, RequestId id) {
        if (newest != null && id.equals(newest.requestId())) {
            return new RememberedId(id, newest.version(), resultOf(newest));
        }
        return slot.sessions().mayHave(id) ? rows.findRemembered(slot.number(), key, id) : null;
    }

    /**
     * The row that keeps the id of a record which is about to be overwritten; null when it has none, or none of a
     * session that is still recognised.
     */
    static @Nullable RememberedId displaced(Row overwritten, long floorMs) {
        RequestId id = overwritten.requestId();
        return id == null || id.sessionCreatedMs() < floorMs
                ? null
                : new RememberedId(id, overwritten.version(), resultOf(overwritten));
    }

    private static RequestResult resultOf(Row written) {
        return written.isTombstone() ? RequestResult.DELETED : RequestResult.WRITTEN;
    }

    /** What a repetition is answered with. */
    static Reply answer(RememberedId first) {
        Reply ok = Reply.ok();
        String version = first.version().toString();
        return switch (first.result()) {
            case WRITTEN -> ok.with("v", version);
            case DELETED -> ok.with("v", version).with("existed", "1");
            case NOTHING_TO_DELETE -> ok.with("existed", "0");
            case CONFLICT -> Reply.conflict();
        };
    }
}
