package io.ringkv.node.store;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** RocksDB's own batch, with keys put in their place. */
final class RocksDbBatch implements StoreBatch {

    private final WriteBatch batch = new WriteBatch();
    private int changes;
    private long bytes;

    @Override
    public void put(RowSpace space, int slot, byte[] key, byte[] row) {
        try {
            batch.put(RowKeys.of(space, slot, key), row);
        } catch (RocksDBException e) {
            throw refused(e);
        }
        added(key.length + row.length);
    }

    @Override
    public void delete(RowSpace space, int slot, byte[] key) {
        try {
            batch.delete(RowKeys.of(space, slot, key));
        } catch (RocksDBException e) {
            throw refused(e);
        }
        added(key.length);
    }

    @Override
    public boolean isEmpty() {
        return changes == 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void clear() {
        batch.clear();
        changes = 0;
        bytes = 0;
    }

    @Override
    public void close() {
        batch.close();
    }

    WriteBatch batch() {
        return batch;
    }

    private void added(long size) {
        changes++;
        bytes += size;
    }

    private static StoreException refused(RocksDBException cause) {
        return new StoreException(
                StoreException.Kind.IO, "cannot add to a batch: " + cause.getMessage(), cause);
    }
}
