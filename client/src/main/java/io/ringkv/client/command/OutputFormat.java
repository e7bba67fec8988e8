package io.ringkv.client.command;

/** How a command writes what it found. */
enum OutputFormat {
    /** Aligned, for people. */
    table,
    /** One document. */
    json,
    /** One document for each row. */
    jsonl,
    /** A header and rows, RFC 4180. */
    csv,
    /** The bare data: tabs between cells, and of a value its bytes alone. */
    raw;

    /** Whether of a report only the rows are written, not its facts. */
    boolean rowsAlone() {
        return this == jsonl || this == csv || this == raw;
    }

    /** Whether it says by itself that there is nothing, so that no sentence has to. */
    boolean forPrograms() {
        return this == json || this == jsonl || this == csv;
    }
}
