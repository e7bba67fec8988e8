package io.ringkv.node.port;

/** What a disk tells the core; delivered on the core's thread, within a turn. */
public interface DiskEvents {
    /** The view of this epoch survives a crash from now on. */
    void viewSaved(long now, long epoch);

    /** Batches up to and including this number survive a power cut from now on. */
    void synced(long now, long batch);
}
