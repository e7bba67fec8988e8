package io.ringkv.node.port;

/** The kinds of rows within a slot. */
public enum RowSpace {
    /** The user's key to the newest row of that key. */
    DATA,
    /** Request ids whose record was overwritten. */
    REQUEST,
    /** A slot's own marks. */
    SLOT
}
