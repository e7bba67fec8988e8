package io.ringkv.node.core;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads a slot piece by piece in bounded memory: first its data, then its request ids, if it has any. */
final class CopyReader {
    private final Rows rows;
    private final int chunkBytes;

    CopyReader(Rows rows, int chunkBytes) {
        this.rows = rows;
        this.chunkBytes = chunkBytes;
    }

    /**
     * The piece after the given key.
     *
     * @param newerThan only data rows above this version, or null for all: a replica that holds a prefix of this term
     *     lacks nothing else
     */
    CopyChunk read(
            Slot slot,
            RowSpace space,
            byte @Nullable [] after,
            boolean first,
            @Nullable Version newerThan) {
        List<CopyChunk.Entry> entries = new ArrayList<>();
        byte[] through = null;
        int bytes = 0;
        try (RowCursor cursor = rows.scan(space, slot.number(), after)) {
            while (cursor.next()) {
                if (bytes >= chunkBytes) {
                    return piece(
                            slot, space, first, false, newerThan != null, after, through, entries);
                }
                through = cursor.key();
                if (newerThan == null
                        || space != RowSpace.DATA
                        || isNewer(cursor.row(), newerThan)) {
                    entries.add(new CopyChunk.Entry(through, cursor.row()));
                    bytes += through.length + cursor.row().length;
                }
            }
        }
        boolean last = space == RowSpace.REQUEST || !remembersIds(slot);
        return piece(slot, space, first, last, newerThan != null, after, null, entries);
    }

    /** Most slots keep no id in a row of its own: their data is all there is. */
    private boolean remembersIds(Slot slot) {
        try (RowCursor ids = rows.scan(RowSpace.REQUEST, slot.number(), null)) {
            return ids.next();
        }
    }

    private static boolean isNewer(byte[] row, Version than) {
        return Row.of(row).version().compareTo(than) > 0;
    }

    private static CopyChunk piece(
            Slot slot,
            RowSpace space,
            boolean first,
            boolean last,
            boolean tailOnly,
            byte @Nullable [] after,
            byte @Nullable [] through,
            List<CopyChunk.Entry> entries) {
        return new CopyChunk(
                space,
                first,
                last,
                tailOnly,
                slot.position(),
                slot.digest(),
                slot.marks(),
                after,
                through,
                entries);
    }
}
