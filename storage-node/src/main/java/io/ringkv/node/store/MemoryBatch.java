package io.ringkv.node.store;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;

import java.util.ArrayList;
import java.util.List;

/** Changes in the order in which they were added, until the store applies them. */
final class MemoryBatch implements StoreBatch {

    private interface Change {
        void applyTo(MemoryStore store);
    }

    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    @Override
    public void put(RowSpace space, int slot, byte[] key, byte[] row) {
        RowKeys.checkSlot(slot);
        changes.add(store -> store.put(space, slot, key, row));
        bytes += key.length + row.length;
    }

    @Override
    public void delete(RowSpace space, int slot, byte[] key) {
        RowKeys.checkSlot(slot);
        changes.add(store -> store.delete(space, slot, key));
        bytes += key.length;
    }

    @Override
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void clear() {
        changes.clear();
        bytes = 0;
    }

    @Override
    public void close() {
        clear();
    }

    void applyTo(MemoryStore store) {
        changes.forEach(change -> change.applyTo(store));
    }
}
