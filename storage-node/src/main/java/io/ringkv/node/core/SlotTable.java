package io.ringkv.node.core;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreException;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.SlotSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** All slots of a node, as the store tells them at the start: labels read, digests and positions recomputed. */
final class SlotTable {
    private final Slot[] slots = new Slot[SlotSet.SLOTS];
    private final BitSet relabelled = new BitSet(SlotSet.SLOTS);

    SlotTable() {
        Arrays.setAll(slots, number -> new Slot(number, relabelled));
    }

    /** Reads every row once: the digest and the position are never trusted to be on disk. */
    static SlotTable load(KeyValueStore store, StoreHealth health) {
        SlotTable table = new SlotTable();
        try (RowCursor labels = store.scanAll(RowSpace.SLOT)) {
            while (labels.next()) {
                if (Arrays.equals(labels.key(), Slot.LABEL_KEY)) {
                    table.slots[labels.slot()].restoreLabel(labels.row());
                }
            }
        }
        try (RowCursor rows = store.scanAll(RowSpace.DATA)) {
            while (rows.next()) {
                table.addRow(rows.slot(), new Key(rows.key()), Row.of(rows.row()));
            }
        }
        try (RowCursor ids = store.scanAll(RowSpace.REQUEST)) {
            while (ids.next()) {
                table.addRemembered(
                        ids.slot(),
                        RememberedId.userKey(ids.key()),
                        RememberedId.decode(ids.row()));
            }
        }
        if (health == StoreHealth.DOUBTFUL) {
            for (Slot slot : table.slots) {
                slot.doubt();
            }
        }
        return table;
    }

    private void addRow(int number, Key key, Row row) {
        if (!row.intactFor(number, key.bytes())) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "a row of slot " + number + " fails its checksum",
                    null);
        }
        Slot slot = slots[number];
        slot.changeDigest(0, SlotDigest.of(key, row.version()));
        slot.added(row);
        advance(slot, row.term(), row.sequence());
    }

    private void addRemembered(int number, byte[] key, RememberedId remembered) {
        Slot slot = slots[number];
        slot.changeDigest(0, SlotDigest.of(new Key(key), remembered));
        slot.sessions().add(remembered.id());
        advance(slot, remembered.version().term(), remembered.version().sequence());
    }

    /** Everything applied after the label left its version somewhere. */
    private static void advance(Slot slot, long term, long sequence) {
        if (!slot.copying() && term == slot.syncedTerm() && sequence > slot.position()) {
            slot.applied(sequence);
        }
    }

    /** Throws IllegalArgumentException for a number that is none. */
    Slot get(int slot) {
        if (slot < 0 || slot >= slots.length) {
            throw new IllegalArgumentException("there is no slot " + slot);
        }
        return slots[slot];
    }

    Slot[] all() {
        return slots;
    }

    /** In ascending order. */
    List<Slot> of(SlotSet some) {
        List<Slot> found = new ArrayList<>(some.size());
        some.forEach(number -> found.add(slots[number]));
        return found;
    }

    /** The slots whose labels may have changed since this was last asked; there is one who asks. */
    SlotSet takeRelabelled() {
        SlotSet taken = SlotSet.of(relabelled);
        relabelled.clear();
        return taken;
    }
}
