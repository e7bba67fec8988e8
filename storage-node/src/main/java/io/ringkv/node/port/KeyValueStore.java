package io.ringkv.node.port;

import org.jspecify.annotations.Nullable;

/**
 * A node's rows on one disk. One thread writes; sync may run on another. Every error is a {@link StoreException}, never
 * "absent". Slots are 0..16383; keys and rows may be empty. Arrays handed in or out are modified by neither side
 * afterwards. Opening makes durable whatever it finds, so that no process ever counts what an earlier one, killed
 * before its sync, has left in the machine's memory.
 */
public interface KeyValueStore extends AutoCloseable {

    /** The row, or null when there is none. */
    byte @Nullable [] get(RowSpace space, int slot, byte[] key);

    StoreBatch newBatch();

    /**
     * Writes all of the batch or nothing, in its order. On return it is durable against a crash of the process (handed
     * to the operating system), and against a power cut after {@link #sync}. A write or sync that failed is final: what
     * reached the disk is unknown, and every later one fails too, with the first cause.
     */
    void write(StoreBatch batch);

    /**
     * All writes that returned before this call are on the disk when it returns. May be called from another thread.
     */
    void sync();

    /**
     * The rows of a slot as they are now, in unsigned byte order, strictly after a key (null: from the first). Later
     * writes do not show.
     */
    RowCursor scan(RowSpace space, int slot, byte @Nullable [] afterKey);

    /** Every row of one space, slot by slot. */
    RowCursor scanAll(RowSpace space);

    /** Approximate. */
    long bytesOnDisk();

    /** Does not sync. Open cursors end with the store. */
    @Override
    void close();
}
