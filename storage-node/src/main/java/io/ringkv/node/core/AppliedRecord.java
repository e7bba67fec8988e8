package io.ringkv.node.core;

import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.Row;

/** Applies one record to the rows and the digest of a slot: the same steps on the primary and on a replica. */
final class AppliedRecord {
    private AppliedRecord() {}

    /** @param here this node wrote it, and is likely to read it soon */
    static void apply(Rows rows, Slot slot, Key key, ReplicatedRecord record, boolean here) {
        if (!slot.copying()) {
            slot.applied(record.row().sequence());
        }
        Row row = record.row();
        if (row.isFloor()) {
            Forgetting.raise(rows, slot, slot.marks().withFloor(row.floorMs()));
        } else if (row.isPurge()) {
            Forgetting.raise(rows, slot, slot.marks().withPurged(row.purgeMark()));
        } else if (!row.isNote()) {
            applyRow(rows, slot, key, record, here);
        }
        RememberedId remembered = record.remembered();
        if (remembered != null) {
            rows.putRemembered(slot.number(), key, remembered);
            slot.sessions().add(remembered.id());
            slot.changeDigest(0, SlotDigest.of(key, remembered));
        }
    }

    private static void applyRow(
            Rows rows, Slot slot, Key key, ReplicatedRecord record, boolean here) {
        Row row = record.row();
        if (here) {
            rows.put(slot.number(), key, row);
        } else {
            rows.apply(slot.number(), key, row);
        }
        slot.changeDigest(SlotDigest.of(key, record.previous()), SlotDigest.of(key, row.version()));
        slot.counts().replaced(record.previous(), record.replacesLive(), slot.marks());
        slot.added(row);
    }
}
