package io.ringkv.node.core;

/** What an acknowledgement of this node's own disk means. */
public enum Durability {
    /** The operating system has it. */
    OS,
    /** The operating system has it, and syncs at least every {@link NodeTiming#syncIntervalNanos}. */
    INTERVAL,
    /** It is on the disk; many writes share one sync. */
    FSYNC
}
