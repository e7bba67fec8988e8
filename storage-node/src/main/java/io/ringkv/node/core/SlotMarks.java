package io.ringkv.node.core;

import io.ringkv.protocol.record.Bytes;
import io.ringkv.protocol.record.Version;

/**
 * What a slot needs no more. Both only rise, by a record in the slot's order, and are part of the slot's content.
 *
 * @param floorMs ids of sessions that began before this time are not recognised, milliseconds since 1970 (rule I2)
 * @param purged tombstones at or below this version are on all replicas, and go (rule D1)
 */
record SlotMarks(long floorMs, Version purged) {
    static final SlotMarks NONE = new SlotMarks(0, Version.NONE);

    static final int BYTES = 3 * Long.BYTES;

    SlotMarks withFloor(long newFloorMs) {
        return new SlotMarks(newFloorMs, purged);
    }

    SlotMarks withPurged(Version mark) {
        return new SlotMarks(floorMs, mark);
    }

    void encode(byte[] to, int at) {
        Bytes.putLong(to, at, floorMs);
        Bytes.putLong(to, at + 8, purged.term());
        Bytes.putLong(to, at + 16, purged.sequence());
    }

    static SlotMarks decode(byte[] from, int at) {
        return new SlotMarks(
                Bytes.getLong(from, at),
                new Version(Bytes.getLong(from, at + 8), Bytes.getLong(from, at + 16)));
    }
}
