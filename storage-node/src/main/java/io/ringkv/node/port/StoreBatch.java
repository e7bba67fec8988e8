package io.ringkv.node.port;

/**
 * Changes that reach the store together, in the order in which they were added. One batch is filled, written, cleared
 * and filled again; it belongs to the store that made it.
 */
public interface StoreBatch extends AutoCloseable {

    void put(RowSpace space, int slot, byte[] key, byte[] row);

    void delete(RowSpace space, int slot, byte[] key);

    boolean isEmpty();

    /** The bytes of keys and rows that were added since the last clear. */
    long bytes();

    void clear();

    @Override
    void close();
}
