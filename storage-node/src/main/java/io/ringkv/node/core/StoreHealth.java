package io.ringkv.node.core;

/** What a store can be trusted with when it is opened. */
public enum StoreHealth {
    /** Everything that was acknowledged is there. */
    WHOLE,
    /** A new life of the disk: nothing is there. */
    EMPTY,
    /** The newest part may be missing: counted for nothing until brought in sync. */
    DOUBTFUL
}
