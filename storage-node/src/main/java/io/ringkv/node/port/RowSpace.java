package io.ringkv.node.port;

/** The kinds of rows that a slot has. Rows of different kinds never meet in one scan. */
public enum RowSpace {
    /** key -> the record: version, flags, expiry, value. */
    DATA,
    /** request id -> result, once the record that carried it was overwritten. */
    REQUEST,
    /** a slot's own marks: promise, synced term, purge mark. */
    SLOT
}
