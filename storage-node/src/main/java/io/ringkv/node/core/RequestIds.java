package io.ringkv.node.core;

import io.ringkv.protocol.record.DisplacedId;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.Row;

import org.jspecify.annotations.Nullable;

/**
 * Recognises repeated requests (rules I1 and I3): the id travels in the record it wrote, and in a row of its own
 * once that record is overwritten. Both are part of the slot's content, so every later primary recognises it too.
 */
final class RequestIds {
    private final Rows rows;

    RequestIds(Rows rows) {
        this.rows = rows;
    }

    /** The first result of this id on this key, null when it is new. */
    @Nullable
    DisplacedId find(Operation operation, @Nullable Row newest, RequestId id) {
        if (newest != null && id.equals(newest.requestId())) {
            return new DisplacedId(id, newest.version(), newest.isTombstone());
        }
        return rows.findDisplaced(operation.slot(), operation.key(), id);
    }

    /** The row that keeps the id of a record which is about to be overwritten, null when it has none. */
    @Nullable
    DisplacedId displaced(Row overwritten) {
        RequestId id = overwritten.requestId();
        return id == null
                ? null
                : new DisplacedId(id, overwritten.version(), overwritten.isTombstone());
    }
}
