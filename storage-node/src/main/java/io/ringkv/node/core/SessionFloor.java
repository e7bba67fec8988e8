package io.ringkv.node.core;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.RememberedId;

/**
 * What a higher floor does to a slot (rule I2): the rows of request ids below it go, on the primary and on a replica
 * at the same place of the slot's order, so that their digests stay equal.
 */
final class SessionFloor {
    private SessionFloor() {}

    static void raise(Rows rows, Slot slot, long floorMs) {
        slot.changeDigest(SlotDigest.ofFloor(slot.floor()), SlotDigest.ofFloor(floorMs));
        slot.floor(floorMs);
        slot.changeDigest(dropBelow(rows, slot), 0);
        rows.putLabel(slot);
    }

    /** Drops the rows of ids below the slot's floor. Returns what they had contributed to its digest. */
    static long dropBelow(Rows rows, Slot slot) {
        long dropped = 0;
        slot.remembersNothing();
        try (RowCursor ids = rows.scan(RowSpace.REQUEST, slot.number(), null)) {
            while (ids.next()) {
                RememberedId remembered = RememberedId.decode(ids.row());
                long session = remembered.id().sessionCreatedMs();
                if (session < slot.floor()) {
                    Key key = new Key(RememberedId.userKey(ids.key()));
                    dropped += SlotDigest.of(key, remembered);
                    rows.batch().delete(RowSpace.REQUEST, slot.number(), ids.key());
                } else {
                    slot.remembers(session);
                }
            }
        }
        return dropped;
    }
}
