package io.ringkv.node.port;

/** Walks rows in key order. */
public interface RowCursor extends AutoCloseable {
    boolean next();

    int slot();

    byte[] key();

    byte[] row();

    @Override
    void close();
}
