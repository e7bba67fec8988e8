package io.ringkv.node.store;

/** What a data directory holds, judged when it is opened, before anything is served from it. */
public enum StoreHealth {
    /** Everything that was written in this life of the disk is there: the replica goes on. */
    WHOLE,
    /** A new life of the disk begins: the node holds nothing yet, and counts towards nothing. */
    EMPTY,
    /** The tail may be missing: data is kept, nothing is promised or confirmed before it is brought in sync. */
    DOUBTFUL
}
