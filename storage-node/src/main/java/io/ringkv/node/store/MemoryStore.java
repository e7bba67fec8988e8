package io.ringkv.node.store;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Rows in memory, one sorted map for each slot: for tests, the simulator and caches. Nothing survives its end, so each
 * start is a new life of the disk. One thread only, and deterministic.
 */
public final class MemoryStore implements KeyValueStore {

    private final Map<RowSpace, @Nullable SlotRows[]> spaces = new EnumMap<>(RowSpace.class);
    private long bytes;
    private boolean closed;

    /** The rows of one slot, and whether a cursor reads this very map: then the next write goes to a copy. */
    private static final class SlotRows {
        final NavigableMap<byte[], byte[]> rows;
        int cursors;

        SlotRows(NavigableMap<byte[], byte[]> rows) {
            this.rows = rows;
        }
    }

    @Override
    public byte @Nullable [] get(RowSpace space, int slot, byte[] key) {
        checkOpen();
        SlotRows found = rows(space, slot);
        return found == null ? null : found.rows.get(key);
    }

    @Override
    public StoreBatch newBatch() {
        return new MemoryBatch();
    }

    @Override
    public void write(StoreBatch batch) {
        checkOpen();
        ((MemoryBatch) batch).applyTo(this);
    }

    @Override
    public void sync() {
        checkOpen();
    }

    @Override
    public RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey) {
        checkOpen();
        SlotRows found = rows(space, slot);
        return new Cursor(slot, found == null ? new SlotRows(emptyRows()) : found, afterKey);
    }

    @Override
    public RowCursor scanAll(RowSpace space) {
        return new AllSlotsCursor(
                slot -> rows(space, slot) == null ? null : scan(space, slot, null));
    }

    /** The bytes of all keys and rows: what would be on a disk. */
    @Override
    public long bytesOnDisk() {
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        spaces.clear();
    }

    void put(RowSpace space, int slot, byte[] key, byte[] row) {
        byte[] old = writable(space, slot).put(key, row);
        bytes += row.length + (old == null ? key.length : -old.length);
    }

    void delete(RowSpace space, int slot, byte[] key) {
        if (rows(space, slot) == null) {
            return;
        }
        byte[] old = writable(space, slot).remove(key);
        if (old != null) {
            bytes -= key.length + old.length;
        }
    }

    private @Nullable SlotRows rows(RowSpace space, int slot) {
        RowKeys.checkSlot(slot);
        return slots(space)[slot];
    }

    private @Nullable SlotRows[] slots(RowSpace space) {
        return spaces.computeIfAbsent(space, any -> new SlotRows[RowKeys.SLOTS]);
    }

    private NavigableMap<byte[], byte[]> writable(RowSpace space, int slot) {
        SlotRows found = rows(space, slot);
        if (found == null || found.cursors > 0) {
            NavigableMap<byte[], byte[]> rows = emptyRows();
            if (found != null) {
                rows.putAll(found.rows);
            }
            found = new SlotRows(rows);
            slots(space)[slot] = found;
        }
        return found.rows;
    }

    private static NavigableMap<byte[], byte[]> emptyRows() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException(StoreException.Kind.IO, "the memory store is closed");
        }
    }

    /** Reads the map that was current when it was made. */
    private final class Cursor implements RowCursor {
        private final int slot;
        private final SlotRows source;
        private final Iterator<Map.Entry<byte[], byte[]>> rest;
        private Map.@Nullable Entry<byte[], byte[]> here;
        private boolean ended;

        Cursor(int slot, SlotRows source, byte @Nullable [] afterKey) {
            this.slot = slot;
            this.source = source;
            this.rest = (afterKey == null ? source.rows : source.rows.tailMap(afterKey, false))
                    .entrySet()
                    .iterator();
            source.cursors++;
        }

        @Override
        public boolean next() {
            checkOpen();
            here = !ended && rest.hasNext() ? rest.next() : null;
            return here != null;
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public byte[] key() {
            return current().getKey();
        }

        @Override
        public byte[] row() {
            return current().getValue();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                here = null;
                source.cursors--;
            }
        }

        private Map.Entry<byte[], byte[]> current() {
            if (here == null) {
                throw new IllegalStateException("the cursor stands on no row");
            }
            return here;
        }
    }
}
