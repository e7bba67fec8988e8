package io.ringkv.node.port;

import org.jspecify.annotations.Nullable;

/** Changes that are applied together or not at all. */
public interface StoreBatch extends AutoCloseable {
    void put(RowSpace space, int slot, byte[] key, byte[] row);

    void delete(RowSpace space, int slot, byte[] key);

    void deleteRange(RowSpace space, int slot, byte @Nullable [] afterKey, byte @Nullable [] throughKey);

    boolean isEmpty();

    long bytes();

    void clear();

    @Override
    void close();
}
