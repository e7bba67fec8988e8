package io.ringkv.node.store;

import static io.ringkv.node.store.Rows.bytes;
import static io.ringkv.node.store.Rows.get;
import static io.ringkv.node.store.Rows.put;
import static io.ringkv.node.store.Rows.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What every store does when it is scanned. */
abstract class ScanContract {

    static final int LAST_SLOT = 16383;

    KeyValueStore store;

    abstract KeyValueStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void an_empty_row_is_a_row_and_an_empty_key_is_a_key() {
        put(store, 1, "empty", "");
        put(store, 1, "", "row of the empty key");
        assertThat(get(store, 1, "empty")).isEmpty();
        assertThat(get(store, 1, "")).isEqualTo("row of the empty key");
        assertThat(scan(store, 1)).containsExactly("=row of the empty key", "empty=");
        assertThat(scan(store, RowSpace.DATA, 1, "")).containsExactly("empty=");
    }

    @Test
    void a_scan_goes_in_unsigned_byte_order() {
        for (String key : List.of(
                "\u00ff", "b", "\0", "a\0", "a", "\u007f", "\u0080", "\0\0", "\u00ff\u00ff")) {
            put(store, 3, key, "");
        }
        assertThat(scan(store, 3))
                .containsExactly(
                        "\0=",
                        "\0\0=",
                        "a=",
                        "a\0=",
                        "b=",
                        "\u007f=",
                        "\u0080=",
                        "\u00ff=",
                        "\u00ff\u00ff=");
    }

    @Test
    void a_scan_begins_strictly_after_the_key_whether_it_is_there_or_not() {
        for (String key : List.of("a", "a\0", "b", "d")) {
            put(store, 3, key, "");
        }
        assertThat(scan(store, RowSpace.DATA, 3, "a")).containsExactly("a\0=", "b=", "d=");
        assertThat(scan(store, RowSpace.DATA, 3, "c")).containsExactly("d=");
        assertThat(scan(store, RowSpace.DATA, 3, "d")).isEmpty();
    }

    @Test
    void a_scan_stays_inside_its_slot_and_space() {
        for (int slot : new int[] {0, 1, 255, 256, LAST_SLOT - 1, LAST_SLOT}) {
            put(store, slot, "\u00ff\u00ff\u00ff", "of " + slot);
            put(store, slot, "", "of " + slot);
        }
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.REQUEST, 0, bytes(""), bytes("request"));
            batch.put(RowSpace.SLOT, LAST_SLOT, bytes(""), bytes("mark"));
            store.write(batch);
        }
        assertThat(scan(store, 255)).containsExactly("=of 255", "\u00ff\u00ff\u00ff=of 255");
        assertThat(scan(store, LAST_SLOT))
                .containsExactly("=of " + LAST_SLOT, "\u00ff\u00ff\u00ff=of " + LAST_SLOT);
        assertThat(scan(store, RowSpace.REQUEST, 0, null)).containsExactly("=request");
        assertThat(scan(store, RowSpace.SLOT, LAST_SLOT, null)).containsExactly("=mark");
        assertThat(scan(store, 2)).isEmpty();
    }

    @Test
    void a_scan_sees_the_rows_as_they_were_when_it_began() {
        put(store, 1, "a", "1");
        put(store, 1, "c", "1");
        try (RowCursor cursor = store.scan(RowSpace.DATA, 1, null)) {
            put(store, 1, "a", "2");
            put(store, 1, "b", "2");
            try (StoreBatch batch = store.newBatch()) {
                batch.delete(RowSpace.DATA, 1, bytes("c"));
                store.write(batch);
            }
            assertThat(Rows.rest(cursor)).containsExactly("a=1", "c=1");
            assertThat(cursor.next()).as("the end stays the end").isFalse();
        }
        assertThat(scan(store, 1)).containsExactly("a=2", "b=2");
    }

    @Test
    void a_cursor_on_no_row_has_neither_key_nor_row() {
        put(store, 1, "a", "1");
        RowCursor cursor = store.scan(RowSpace.DATA, 1, null);
        assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
        assertThatThrownBy(cursor::row).isInstanceOf(IllegalStateException.class);
        cursor.close();
        cursor.close();
    }
}
