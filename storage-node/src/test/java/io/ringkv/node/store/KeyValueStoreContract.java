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
import io.ringkv.node.port.StoreException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What every store does, whatever it is made of. */
abstract class KeyValueStoreContract {

    private static final int LAST_SLOT = 16383;

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
    void a_row_that_was_put_is_found_and_one_that_was_not_is_absent() {
        put(store, 7, "a", "1");
        assertThat(get(store, 7, "a")).isEqualTo("1");
        assertThat(get(store, 7, "b")).isNull();
        assertThat(get(store, 8, "a")).isNull();
        assertThat(store.get(RowSpace.SLOT, 7, bytes("a"))).isNull();
    }

    @Test
    void the_last_put_of_a_key_wins_and_a_delete_removes_it() {
        put(store, 1, "a", "1");
        put(store, 1, "a", "22");
        assertThat(get(store, 1, "a")).isEqualTo("22");
        try (StoreBatch batch = store.newBatch()) {
            batch.delete(RowSpace.DATA, 1, bytes("a"));
            batch.delete(RowSpace.DATA, 1, bytes("never there"));
            store.write(batch);
        }
        assertThat(get(store, 1, "a")).isNull();
        assertThat(scan(store, 1)).isEmpty();
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
    void a_batch_applies_in_its_order() {
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.DATA, 5, bytes("a"), bytes("1"));
            batch.deleteRange(RowSpace.DATA, 5, null, null);
            batch.put(RowSpace.DATA, 5, bytes("b"), bytes("2"));
            batch.delete(RowSpace.DATA, 5, bytes("b"));
            batch.put(RowSpace.DATA, 5, bytes("b"), bytes("3"));
            assertThat(scan(store, 5)).as("nothing before the write").isEmpty();
            store.write(batch);
        }
        assertThat(scan(store, 5)).containsExactly("b=3");
    }

    @Test
    void a_batch_counts_its_bytes_and_can_be_filled_again() {
        try (StoreBatch batch = store.newBatch()) {
            assertThat(batch.isEmpty()).isTrue();
            batch.put(RowSpace.DATA, 5, bytes("abc"), bytes("12345"));
            assertThat(batch.isEmpty()).isFalse();
            assertThat(batch.bytes()).isEqualTo(8);
            batch.clear();
            assertThat(batch.isEmpty()).isTrue();
            assertThat(batch.bytes()).isZero();
            batch.put(RowSpace.DATA, 5, bytes("b"), bytes("2"));
            store.write(batch);
            store.write(batch);
        }
        assertThat(scan(store, 5)).containsExactly("b=2");
    }

    @Test
    void an_empty_batch_can_be_written() {
        try (StoreBatch batch = store.newBatch()) {
            store.write(batch);
            batch.deleteRange(RowSpace.DATA, 5, bytes("b"), bytes("a"));
            batch.deleteRange(RowSpace.DATA, 5, bytes("b"), bytes("b"));
            store.write(batch);
        }
        store.sync();
        assertThat(scan(store, 5)).isEmpty();
    }

    @Test
    void a_range_is_deleted_from_behind_its_first_key_to_its_last() {
        deleteRange("b", "d", "a=", "b=", "d\0=", "e=");
        deleteRange(null, "b", "b\0=", "c=", "d=", "d\0=", "e=");
        deleteRange("d", null, "a=", "b=", "b\0=", "c=", "d=");
        deleteRange(null, null);
        deleteRange("bb", "cc", "a=", "b=", "b\0=", "d=", "d\0=", "e=");
    }

    private void deleteRange(String after, String through, String... left) {
        for (int slot = 10; slot <= 12; slot++) {
            for (String key : List.of("a", "b", "b\0", "c", "d", "d\0", "e")) {
                put(store, slot, key, "");
            }
        }
        try (StoreBatch batch = store.newBatch()) {
            batch.deleteRange(
                    RowSpace.DATA,
                    11,
                    after == null ? null : bytes(after),
                    through == null ? null : bytes(through));
            store.write(batch);
        }
        assertThat(scan(store, 11)).containsExactly(left);
        assertThat(scan(store, 10)).hasSize(7);
        assertThat(scan(store, 12)).hasSize(7);
    }

    @Test
    void a_scan_sees_the_rows_as_they_were_when_it_began() {
        put(store, 1, "a", "1");
        put(store, 1, "c", "1");
        try (RowCursor cursor = store.scan(RowSpace.DATA, 1, null)) {
            put(store, 1, "a", "2");
            put(store, 1, "b", "2");
            try (StoreBatch batch = store.newBatch()) {
                batch.deleteRange(RowSpace.DATA, 1, bytes("b"), null);
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

    @Test
    void slots_outside_of_the_ring_are_a_bug_of_the_caller() {
        for (int slot : new int[] {-1, LAST_SLOT + 1}) {
            assertThatThrownBy(() -> get(store, slot, "a"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> put(store, slot, "a", ""))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> scan(store, slot))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_closed_store_answers_every_call_with_an_error() {
        put(store, 1, "a", "1");
        RowCursor cursor = store.scan(RowSpace.DATA, 1, null);
        store.close();
        assertThatThrownBy(() -> get(store, 1, "a")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> put(store, 1, "a", "2")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> scan(store, 1)).isInstanceOf(StoreException.class);
        assertThatThrownBy(store::sync).isInstanceOf(StoreException.class);
        assertThatThrownBy(cursor::next).isInstanceOf(StoreException.class);
        cursor.close();
        store.close();
    }

    @Test
    void random_batches_leave_what_a_list_of_rows_would_hold() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        MemoryStore model = new MemoryStore();
        for (int round = 0; round < 300; round++) {
            try (StoreBatch batch = store.newBatch();
                    StoreBatch twin = model.newBatch()) {
                long seed = random.nextLong();
                fillAtRandom(batch, seed);
                fillAtRandom(twin, seed);
                store.write(batch);
                model.write(twin);
            }
        }
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int slot = 0; slot < 4; slot++) {
            expected.addAll(scan(model, slot));
            found.addAll(scan(store, slot));
        }
        assertThat(found).isEqualTo(expected);
        assertThat(found).isNotEmpty();
    }

    private static void fillAtRandom(StoreBatch batch, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int slot = random.nextInt(4);
            byte[] key = bytes("k" + random.nextInt(40));
            switch (random.nextInt(8)) {
                case 0 ->
                    batch.deleteRange(RowSpace.DATA, slot, key, bytes("k" + random.nextInt(40)));
                case 1, 2 -> batch.delete(RowSpace.DATA, slot, key);
                default -> batch.put(RowSpace.DATA, slot, key, bytes("r" + random.nextInt()));
            }
        }
    }
}
