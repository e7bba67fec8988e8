package io.ringkv.node.store;

import static io.ringkv.node.store.Rows.fill;
import static io.ringkv.node.store.Rows.get;
import static io.ringkv.node.store.Rows.put;
import static io.ringkv.node.store.Rows.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.KeyValueStore;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class RocksDbStoreTest extends KeyValueStoreContract {

    @TempDir
    Path temp;

    @Override
    KeyValueStore open() {
        return RocksDbStore.open(temp.resolve("store"), RocksDbConfig.DEFAULT);
    }

    private void reopen() {
        store.close();
        store = open();
    }

    @Test
    void rows_are_there_after_closing_and_opening_again() {
        put(store, 1, "a", "1");
        reopen();
        assertThat(get(store, 1, "a")).isEqualTo("1");
        put(store, 1, "b", "2");
        store.sync();
        reopen();
        reopen();
        assertThat(scan(store, 1)).containsExactly("a=1", "b=2");
    }

    @Test
    void what_a_killed_process_never_synced_is_durable_once_the_store_is_open_again()
            throws IOException {
        put(store, 1, "a", "1");
        Path killed = temp.resolve("killed");
        DamagedFiles.copy(temp.resolve("store"), killed);
        RocksDbStore.open(killed, RocksDbConfig.DEFAULT).close();
        for (Path log : DamagedFiles.withSuffix(killed, ".log")) {
            Files.delete(log);
        }
        try (KeyValueStore again = RocksDbStore.open(killed, RocksDbConfig.DEFAULT)) {
            assertThat(get(again, 1, "a")).isEqualTo("1");
        }
    }

    @Test
    void rows_in_tables_read_like_rows_in_memory() {
        fill(store, 1, 0, 500);
        List<String> before = scan(store, 1);
        ((RocksDbStore) store).flushToTables();
        fill(store, 2, 0, 10);
        assertThat(scan(store, 1)).isEqualTo(before).hasSize(500);
        reopen();
        assertThat(scan(store, 1)).isEqualTo(before);
        assertThat(get(store, 1, "key-00123")).startsWith("row-123-");
        assertThat(store.bytesOnDisk()).isPositive();
    }

    @Test
    void a_dropped_slot_stays_dropped_after_tables_and_reopening() {
        fill(store, 1, 0, 100);
        ((RocksDbStore) store).flushToTables();
        try (StoreBatch batch = store.newBatch()) {
            for (String row : scan(store, 1)) {
                batch.delete(RowSpace.DATA, 1, Rows.bytes(row.substring(0, row.indexOf('='))));
            }
            store.write(batch);
        }
        ((RocksDbStore) store).flushToTables();
        reopen();
        assertThat(scan(store, 1)).isEmpty();
    }

    @Test
    void a_second_opening_of_the_directory_is_refused_and_says_why() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(temp.toString())
                .hasMessageContaining("is open already")
                .hasMessageContaining("stop the other one");
        put(store, 1, "a", "1");
        assertThat(get(store, 1, "a")).as("the first goes on").isEqualTo("1");
    }

    @Test
    void a_directory_that_cannot_be_written_is_refused() {
        // Not even root may create a file here.
        assertThatThrownBy(() -> RocksDbStore.open(Path.of("/proc/self"), RocksDbConfig.DEFAULT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("/proc/self");
        assertThatThrownBy(
                        () -> RocksDbStore.open(Path.of("/proc/self/store"), RocksDbConfig.DEFAULT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("/proc/self/store");
    }

    @Test
    void syncs_of_another_thread_survive_writes_and_the_close() {
        CompletableFuture<Void> syncing = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    store.sync();
                }
            } catch (StoreException closed) {
                assertThat(closed).hasMessageContaining("closed");
            }
        });
        fill(store, 1, 0, 2000);
        store.close();
        syncing.join();
        try (KeyValueStore again = open()) {
            assertThat(scan(again, 1)).hasSize(2000);
        }
    }
}
