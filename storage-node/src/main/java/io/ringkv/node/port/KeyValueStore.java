package io.ringkv.node.port;

import org.jspecify.annotations.Nullable;

/** A node's rows on one disk. One thread writes; sync may run on another. Every error is a StoreException. */
public interface KeyValueStore extends AutoCloseable {
    byte @Nullable [] get(RowSpace space, int slot, byte[] key);

    StoreBatch newBatch();

    void write(StoreBatch batch);

    void sync();

    RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey);

    /** All rows of one space, slot by slot. */
    RowCursor scanAll(RowSpace space);

    long bytesOnDisk();

    @Override
    void close();
}
