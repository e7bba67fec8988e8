package io.ringkv.node.port;

import io.ringkv.protocol.view.View;

/**
 * The part of a disk that works later. All calls return at once; the core is told through {@link DiskEvents},
 * in the order of the calls.
 */
public interface NodeDisk {
    /** Makes the view durable, or a newer one that was given after it; answered by {@link DiskEvents#viewSaved}. */
    void saveView(View view);

    /**
     * Remembers the incarnation that a cluster has admitted; nothing waits for it.
     *
     * @param doubtful this disk is an older copy, and counts for nothing until it is brought in sync
     */
    void registered(long incarnation, boolean doubtful);

    /** Makes every batch that was written so far durable against a power cut; {@link DiskEvents#synced}. */
    void sync(long batch);

    /**
     * The rows here are not those that were written: the next start finds this disk doubtful, and this one ends with the
     * error as soon as that is marked.
     */
    void distrust(StoreException why);

    /** How long syncs take, for operators; never part of a decision. */
    default Percentiles latency() {
        return Percentiles.NONE;
    }
}
