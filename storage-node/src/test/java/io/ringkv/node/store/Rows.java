package io.ringkv.node.store;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short words for the tests of stores: rows of DATA as text, one char a byte. */
final class Rows {

    private Rows() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static void put(KeyValueStore store, int slot, String key, String row) {
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.DATA, slot, bytes(key), bytes(row));
            store.write(batch);
        }
    }

    static @Nullable String get(KeyValueStore store, int slot, String key) {
        byte[] row = store.get(RowSpace.DATA, slot, bytes(key));
        return row == null ? null : text(row);
    }

    /** As "key=row" in the order of the scan. */
    static List<String> scan(KeyValueStore store, int slot) {
        return scan(store, RowSpace.DATA, slot, null);
    }

    static List<String> scan(
            KeyValueStore store, RowSpace space, int slot, @Nullable String after) {
        try (RowCursor cursor = store.scan(space, slot, after == null ? null : bytes(after))) {
            return rest(cursor);
        }
    }

    static List<String> rest(RowCursor cursor) {
        List<String> rows = new ArrayList<>();
        while (cursor.next()) {
            rows.add(text(cursor.key()) + "=" + text(cursor.row()));
        }
        return rows;
    }

    /** Rows 0..count-1 of one slot, each in a write of its own. */
    static void fill(KeyValueStore store, int slot, int from, int to) {
        for (int i = from; i < to; i++) {
            put(store, slot, String.format("key-%05d", i), "row-" + i + "-" + "x".repeat(i % 50));
        }
    }
}
