package io.ringkv.node.core;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.Row;

/**
 * What higher marks do to a slot: request ids below the floor go (rule I2), and tombstones at or below the purge mark
 * (rule D2), unless they carry an id that is still recognised. On the primary and on a replica that happens at the same
 * place of the slot's order, so that their digests stay equal.
 */
final class Forgetting {
    private Forgetting() {}

    static void raise(Rows rows, Slot slot, SlotMarks marks) {
        slot.changeDigest(SlotDigest.of(slot.marks()), SlotDigest.of(marks));
        slot.marks(marks);
        slot.changeDigest(dropBelow(rows, slot), 0);
        rows.putLabel(slot);
    }

    /** Drops what the slot's marks let go. Returns what that had contributed to its digest. */
    static long dropBelow(Rows rows, Slot slot) {
        slot.sessions().clear();
        long ids = dropIds(rows, slot);
        boolean anyTombstone = slot.counts().tombstones() > 0 || slot.copying();
        return anyTombstone ? ids + dropTombstones(rows, slot) : ids;
    }

    private static long dropIds(Rows rows, Slot slot) {
        long dropped = 0;
        try (RowCursor ids = rows.scan(RowSpace.REQUEST, slot.number(), null)) {
            while (ids.next()) {
                RememberedId remembered = RememberedId.decode(ids.row());
                if (remembered.id().sessionCreatedMs() < slot.marks().floorMs()) {
                    Key key = new Key(RememberedId.userKey(ids.key()));
                    dropped += SlotDigest.of(key, remembered);
                    rows.batch().delete(RowSpace.REQUEST, slot.number(), ids.key());
                } else {
                    slot.sessions().add(remembered.id());
                }
            }
        }
        return dropped;
    }

    private static long dropTombstones(Rows rows, Slot slot) {
        long dropped = 0;
        SlotCounts left = new SlotCounts();
        try (RowCursor data = rows.scan(RowSpace.DATA, slot.number(), null)) {
            while (data.next()) {
                Row row = Row.of(data.row());
                if (!row.isTombstone()) {
                    continue;
                }
                RequestId id = row.requestId();
                boolean idIsNeeded =
                        id != null && id.sessionCreatedMs() >= slot.marks().floorMs();
                if (!idIsNeeded && row.version().compareTo(slot.marks().purged()) <= 0) {
                    Key key = new Key(data.key());
                    dropped += SlotDigest.of(key, row.version());
                    rows.batch().delete(RowSpace.DATA, slot.number(), data.key());
                    rows.forget(key);
                } else {
                    left.added(row, slot.marks());
                    if (id != null) {
                        slot.sessions().add(id);
                    }
                }
            }
        }
        slot.counts().tombstones(left.tombstones(), left.unpurged());
        return dropped;
    }
}
