package io.ringkv.node.core;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.Row;

import java.util.Arrays;
import java.util.Iterator;

/**
 * Applies a copy to a slot. It replaces what was there and never merges (rule T8): rows that the copy does not have
 * were leftovers of writes that no recovery found. The label stays as it was until the last piece is stored, and
 * is raised by the caller after it (rule T2). So a copy that ends half way has lost nothing that the label stands for:
 * the ids of rows that it overwrites are kept here until the copy brings its own, which come last (rule I1).
 */
final class CopyWriter {
    private final Rows rows;
    private final boolean replaces;
    private long leftovers;

    CopyWriter(Rows rows, Rules rules) {
        this.rows = rows;
        this.replaces = rules.keep(Rule.T8);
    }

    /** Rows that were dropped because the primary of a newer term did not have them. */
    long leftovers() {
        return leftovers;
    }

    /** Applies a piece; false when the slot did not come to the digest that the last piece promised. */
    boolean apply(Slot slot, long term, CopyChunk chunk) {
        if (chunk.first()) {
            slot.startCopy(term);
            rows.putLabel(slot);
        }
        raiseFloor(slot, chunk.marks().floorMs());
        if (replaces && !chunk.tailOnly()) {
            dropWhatIsNotIn(slot, chunk);
            if (chunk.last() && chunk.space() == RowSpace.DATA) {
                dropWhatIsNotIn(slot, CopyChunk.question(RowSpace.REQUEST, false, null));
            }
        }
        for (CopyChunk.Entry entry : chunk.rows()) {
            if (chunk.tailOnly() && chunk.space() == RowSpace.DATA) {
                keepIdOfStored(slot, entry);
            }
            put(slot, chunk.space(), entry);
        }
        if (!chunk.last()) {
            return true;
        }
        slot.marks(chunk.marks());
        recount(slot);
        return slot.digest() == chunk.digest() || !replaces;
    }

    /** Before the ids go that the sender has forgotten: whoever repeats one of them is not taken for new (rule I2). */
    private void raiseFloor(Slot slot, long floorMs) {
        if (floorMs > slot.marks().floorMs()) {
            slot.marks(slot.marks().withFloor(floorMs));
            rows.putLabel(slot);
        }
    }

    private void put(Slot slot, RowSpace space, CopyChunk.Entry entry) {
        if (space == RowSpace.DATA) {
            if (!Row.of(entry.row()).intactFor(slot.number(), entry.key())) {
                throw new IllegalArgumentException(
                        "a copied row of slot " + slot.number() + " fails its checksum");
            }
            rows.forget(new Key(entry.key()));
        } else {
            slot.sessions().add(RememberedId.decode(entry.row()).id());
        }
        rows.batch().put(space, slot.number(), entry.key(), entry.row());
    }

    /** A tail is not compared with what is here, row by row, so that is looked up. */
    private void keepIdOfStored(Slot slot, CopyChunk.Entry copied) {
        byte[] here = rows.stored(slot.number(), new Key(copied.key()));
        if (here != null) {
            keepId(slot, copied.key(), here, copied.row());
        }
    }

    /** Of a row that is newer than the copied one no recovery knew, nor of its id. */
    private void keepId(Slot slot, byte[] key, byte[] here, byte[] copied) {
        Row row = Row.of(here);
        boolean isOverwritten = row.intactFor(slot.number(), key)
                && row.version().compareTo(Row.of(copied).version()) < 0;
        RememberedId id = isOverwritten ? RequestIds.displaced(row, slot.marks().floorMs()) : null;
        if (id != null) {
            rows.putRemembered(slot.number(), new Key(key), id);
            slot.sessions().add(id.id());
        }
    }

    private void dropWhatIsNotIn(Slot slot, CopyChunk chunk) {
        Iterator<CopyChunk.Entry> copied = chunk.rows().iterator();
        CopyChunk.Entry next = copied.hasNext() ? copied.next() : null;
        try (RowCursor here = rows.scan(chunk.space(), slot.number(), chunk.after())) {
            while (here.next()) {
                byte[] key = here.key();
                if (chunk.through() != null && Arrays.compareUnsigned(key, chunk.through()) > 0) {
                    return;
                }
                while (next != null && Arrays.compareUnsigned(next.key(), key) < 0) {
                    next = copied.hasNext() ? copied.next() : null;
                }
                if (next == null || !Arrays.equals(next.key(), key)) {
                    drop(slot, chunk.space(), key);
                } else {
                    requireSameContent(slot, chunk.space(), key, here.row(), next.row());
                    if (chunk.space() == RowSpace.DATA) {
                        keepId(slot, key, here.row(), next.row());
                    }
                }
            }
        }
    }

    private void drop(Slot slot, RowSpace space, byte[] key) {
        rows.batch().delete(space, slot.number(), key);
        if (space == RowSpace.DATA) {
            rows.forget(new Key(key));
            leftovers++;
        }
    }

    /** Rule W1. A row that is not what was written has no version: the copy mends it. */
    private static void requireSameContent(
            Slot slot, RowSpace space, byte[] key, byte[] here, byte[] copied) {
        Row row = Row.of(here);
        if (space == RowSpace.DATA
                && row.intactFor(slot.number(), key)
                && row.version().equals(Row.of(copied).version())) {
            InvariantViolation.require(
                    Arrays.equals(here, copied),
                    "slot " + slot.number() + " holds two contents of version " + row.version());
        }
    }

    /** Recomputes digest and counts from the rows themselves, after those below the marks are gone. */
    void recount(Slot slot) {
        Forgetting.dropBelow(rows, slot);
        SlotScan scan = new SlotScan(rows, slot).readAll();
        slot.digest(scan.report().digest());
        slot.counts(scan.counts());
    }
}
