package io.ringkv.node.store;

import static io.ringkv.node.store.Rows.bytes;
import static io.ringkv.node.store.Rows.get;
import static io.ringkv.node.store.Rows.put;
import static io.ringkv.node.store.Rows.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What every store does, whatever it is made of. */
abstract class KeyValueStoreContract extends ScanContract {

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
    void a_batch_applies_in_its_order() {
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.DATA, 5, bytes("a"), bytes("1"));
            batch.delete(RowSpace.DATA, 5, bytes("a"));
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
        }
        store.sync();
        assertThat(scan(store, 5)).isEmpty();
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
            if (random.nextInt(8) < 3) {
                batch.delete(RowSpace.DATA, slot, key);
            } else {
                batch.put(RowSpace.DATA, slot, key, bytes("r" + random.nextInt()));
            }
        }
    }
}
