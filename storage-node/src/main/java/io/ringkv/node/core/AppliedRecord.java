package io.ringkv.node.core;

import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.ReplicatedRecord;

/** Applies one record to the rows and the digest of a slot: the same steps on the primary and on a replica. */
final class AppliedRecord {
    private AppliedRecord() {}

    /** @param here this node wrote it, and is likely to read it soon */
    static void apply(Rows rows, Slot slot, Key key, ReplicatedRecord record, boolean here) {
        if (!slot.copying()) {
            slot.applied(record.row().sequence());
        }
        if (record.row().isFloor()) {
            SessionFloor.raise(rows, slot, record.row().floorMs());
        } else if (!record.row().isNote()) {
            applyRow(rows, slot, key, record, here);
        }
        RememberedId remembered = record.remembered();
        if (remembered != null) {
            rows.putRemembered(slot.number(), key, remembered);
            slot.remembers(remembered.id().sessionCreatedMs());
            slot.changeDigest(0, SlotDigest.of(key, remembered));
        }
    }

    private static void applyRow(
            Rows rows, Slot slot, Key key, ReplicatedRecord record, boolean here) {
        if (here) {
            rows.put(slot.number(), key, record.row());
        } else {
            rows.apply(slot.number(), key, record.row());
        }
        slot.changeDigest(
                SlotDigest.of(key, record.previous()),
                SlotDigest.of(key, record.row().version()));
        slot.changeKeys((record.row().isTombstone() ? 0 : 1) - (record.replacesLive() ? 1 : 0));
    }
}
