package io.ringkv.node.core;

import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

/** How many keys a slot has here, and how many tombstones: kept up to date with every row, so that none is read. */
final class SlotCounts {
    private long keys;
    private long tombstones;
    private long unpurged;

    /** Those that have a value. */
    long keys() {
        return keys;
    }

    long tombstones() {
        return tombstones;
    }

    /** Tombstones above the slot's purge mark. */
    long unpurged() {
        return unpurged;
    }

    void added(Row row, SlotMarks marks) {
        if (row.isTombstone()) {
            tombstones++;
            unpurged += row.version().compareTo(marks.purged()) > 0 ? 1 : 0;
        } else {
            keys++;
        }
    }

    /** @param version {@link Version#NONE} when there was no row */
    void replaced(Version version, boolean hadValue, SlotMarks marks) {
        if (hadValue) {
            keys--;
        } else if (!version.isNone()) {
            tombstones--;
            unpurged -= version.compareTo(marks.purged()) > 0 ? 1 : 0;
        }
    }

    /** Tombstones have gone: so many are left. */
    void tombstones(long left, long leftUnpurged) {
        tombstones = left;
        unpurged = leftUnpurged;
    }
}
