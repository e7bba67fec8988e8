package io.ringkv.node.port;

/** Rows in the order of their slots and keys. Stands before the first row until the first {@link #next}. */
public interface RowCursor extends AutoCloseable {

    /** False at the end of the slot, and only there: a row that cannot be read is a {@link StoreException}. */
    boolean next();

    /** The slot where the cursor stands; only after {@link #next} was true. */
    int slot();

    /** The key where the cursor stands; only after {@link #next} was true. */
    byte[] key();

    /** The row where the cursor stands; only after {@link #next} was true. */
    byte[] row();

    @Override
    void close();
}
