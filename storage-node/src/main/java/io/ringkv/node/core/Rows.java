package io.ringkv.node.core;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.Row;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The newest rows: a bounded cache in front of the store, and the one batch that gathers everything a turn writes.
 * Rows of the current turn stay in the cache until they are stored, so that a later request of the turn sees them; of
 * what changed behind the cache the store is asked only once it has it.
 */
final class Rows {
    private static final int OVERHEAD_BYTES = 120;

    private final KeyValueStore store;
    private final StoreBatch batch;
    private final long cacheBytesMax;
    private final Map<Key, Row> cache = new LinkedHashMap<>(1024, 0.75f, true);
    private final Map<Key, RememberedId> rememberedThisTurn = new LinkedHashMap<>();
    /** Of these the batch has something newer than the store, and the cache has nothing. */
    private final Set<Key> onlyInBatch = new LinkedHashSet<>();

    private long cacheBytes;
    private long batches;

    Rows(KeyValueStore store, long cacheBytesMax) {
        this.store = store;
        this.batch = store.newBatch();
        this.cacheBytesMax = cacheBytesMax;
    }

    /** The newest row of a key, a tombstone included; null when there never was one. */
    @Nullable
    Row find(int slot, Key key) {
        Row cached = cache.get(key);
        if (cached != null) {
            return cached;
        }
        if (onlyInBatch.contains(key)) {
            flush();
        }
        byte[] stored = store.get(RowSpace.DATA, slot, key.bytes());
        if (stored == null) {
            return null;
        }
        Row row = trusted(slot, key.bytes(), stored);
        remember(key, row);
        return row;
    }

    /** As it is, perhaps not what was written; null for none. */
    byte @Nullable [] stored(int slot, Key key) {
        Row cached = cache.get(key);
        if (cached != null) {
            return cached.bytes();
        }
        if (onlyInBatch.contains(key)) {
            flush();
        }
        return store.get(RowSpace.DATA, slot, key.bytes());
    }

    private static Row trusted(int slot, byte[] key, byte[] stored) {
        Row row = Row.of(stored);
        if (!row.intactFor(slot, key)) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "a row of slot " + slot + " fails its checksum",
                    null);
        }
        return row;
    }

    /** A write of this node as primary: likely to be read soon. */
    void put(int slot, Key key, Row row) {
        batch.put(RowSpace.DATA, slot, key.bytes(), row.bytes());
        remember(key, row);
    }

    /** A write of another primary: kept in memory only where the older row is. */
    void apply(int slot, Key key, Row row) {
        batch.put(RowSpace.DATA, slot, key.bytes(), row.bytes());
        if (!cache.isEmpty() && cache.containsKey(key)) {
            remember(key, row);
        } else {
            onlyInBatch.add(key);
        }
    }

    private void remember(Key key, Row row) {
        Row old = cache.put(key, row);
        cacheBytes += size(key, row) - (old == null ? 0 : size(key, old));
    }

    private static long size(Key key, Row row) {
        return (long) OVERHEAD_BYTES + key.bytes().length + row.bytes().length;
    }

    /** Keeps a request id whose record is overwritten (rule I1). */
    void putRemembered(int slot, Key key, RememberedId remembered) {
        byte[] rowKey = RememberedId.rowKey(key.bytes(), remembered.id());
        batch.put(RowSpace.REQUEST, slot, rowKey, remembered.encode());
        rememberedThisTurn.put(new Key(rowKey), remembered);
    }

    @Nullable
    RememberedId findRemembered(int slot, Key key, RequestId id) {
        byte[] rowKey = RememberedId.rowKey(key.bytes(), id);
        RememberedId recent = rememberedThisTurn.get(new Key(rowKey));
        if (recent != null) {
            return recent;
        }
        byte[] stored = store.get(RowSpace.REQUEST, slot, rowKey);
        return stored == null ? null : RememberedId.decode(stored);
    }

    /** Stores a slot's label with whatever else this turn writes. */
    void putLabel(Slot slot) {
        batch.put(RowSpace.SLOT, slot.number(), Slot.LABEL_KEY, slot.encodeLabel());
    }

    /** The batch itself, for copies; the cache is told by {@link #forget}. */
    StoreBatch batch() {
        return batch;
    }

    /** A key changed behind the cache. */
    void forget(Key key) {
        Row old = cache.remove(key);
        if (old != null) {
            cacheBytes -= size(key, old);
        }
        onlyInBatch.add(key);
    }

    /**
     * Deletes rows of a slot one by one, at most so many: a range of the store is deleted sooner, and makes every later
     * scan pay for it. Returns how many there were.
     */
    int drop(int slot, int rowsMax) {
        int deleted = 0;
        for (RowSpace space : List.of(RowSpace.DATA, RowSpace.REQUEST)) {
            try (RowCursor cursor = scan(space, slot, null)) {
                while (deleted < rowsMax && cursor.next()) {
                    batch.delete(space, slot, cursor.key());
                    forget(new Key(cursor.key()));
                    deleted++;
                }
            }
        }
        return deleted;
    }

    void dropLabel(Slot slot) {
        batch.delete(RowSpace.SLOT, slot.number(), Slot.LABEL_KEY);
    }

    /** Rows as they are stored, this turn's included. */
    RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey) {
        flush();
        return store.scan(space, slot, afterKey);
    }

    boolean hasUnwritten() {
        return !batch.isEmpty();
    }

    /** Hands everything of this turn to the store as one batch. Returns the number of the newest batch. */
    long flush() {
        if (!batch.isEmpty()) {
            store.write(batch);
            batch.clear();
            batches++;
            rememberedThisTurn.clear();
            onlyInBatch.clear();
            evict();
        }
        return batches;
    }

    private void evict() {
        Iterator<Map.Entry<Key, Row>> oldest = cache.entrySet().iterator();
        while (cacheBytes > cacheBytesMax && oldest.hasNext()) {
            Map.Entry<Key, Row> entry = oldest.next();
            cacheBytes -= size(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    long bytesOnDisk() {
        return store.bytesOnDisk();
    }
}
