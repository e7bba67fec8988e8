package io.ringkv.node.store;

import static io.ringkv.node.store.DamagedFiles.copy;
import static io.ringkv.node.store.DamagedFiles.flipBit;
import static io.ringkv.node.store.DamagedFiles.only;
import static io.ringkv.node.store.DamagedFiles.size;
import static io.ringkv.node.store.DamagedFiles.truncate;
import static io.ringkv.node.store.Rows.fill;
import static io.ringkv.node.store.Rows.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A damaged store is an error when it opens or when it is read: never fewer rows without a word. */
class RocksDbDamageTest {

    private static final int SYNCED = 600;
    private static final int UNSYNCED = 50;

    @TempDir
    Path temp;

    private Path original;
    private Path damaged;
    private List<String> synced;
    private List<String> all;

    /** A store whose process was killed: synced rows in its log, and unsynced ones behind them. */
    @BeforeEach
    void leaveAStoreBehind() {
        original = temp.resolve("original");
        damaged = temp.resolve("damaged");
        try (RocksDbStore store = RocksDbStore.open(temp.resolve("live"), RocksDbConfig.DEFAULT)) {
            fill(store, 1, 0, SYNCED);
            store.sync();
            synced = scan(store, 1);
            fill(store, 1, SYNCED, SYNCED + UNSYNCED);
            all = scan(store, 1);
            copy(temp.resolve("live"), original);
        }
    }

    /** The same rows in a table, and none in the log. */
    private void moveToATable() {
        try (RocksDbStore store = RocksDbStore.open(original, RocksDbConfig.DEFAULT)) {
            store.flushToTables();
        }
    }

    private List<String> openAndScan() {
        try (RocksDbStore store = RocksDbStore.open(damaged, RocksDbConfig.DEFAULT)) {
            return scan(store, 1);
        }
    }

    private void assertCorrupt(String reason) {
        assertThatThrownBy(this::openAndScan).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(e.getMessage()).contains(damaged.toString()).contains(reason);
        });
    }

    @Test
    void a_torn_tail_of_the_log_keeps_every_synced_row_and_a_prefix_of_the_others() {
        copy(original, damaged);
        int whole = size(only(damaged, ".log"));
        for (int torn = 1; torn <= 400; torn += 7) {
            copy(original, damaged);
            truncate(only(damaged, ".log"), whole - torn);
            List<String> left = openAndScan();
            assertThat(left.size()).isBetween(SYNCED, SYNCED + UNSYNCED - 1);
            assertThat(left).isEqualTo(all.subList(0, left.size()));
        }
    }

    @Test
    void a_log_cut_before_the_last_synced_row_is_corrupt() {
        copy(original, damaged);
        truncate(only(damaged, ".log"), size(only(damaged, ".log")) / 2);
        assertCorrupt("lost the end of its log");
    }

    @Test
    void one_flipped_bit_before_the_last_synced_row_of_the_log_is_corrupt() {
        copy(original, damaged);
        int length = size(only(damaged, ".log"));
        int syncedBytes = length * 8 / 10;
        for (int at = 0; at < syncedBytes; at += 151) {
            copy(original, damaged);
            flipBit(only(damaged, ".log"), at, at % 8);
            assertCorrupt("orrupt");
        }
    }

    @Test
    void a_record_that_looks_recycled_is_corrupt_and_does_not_hang_the_opening() {
        int typeOfTheFirstRecord = 6;
        copy(original, damaged);
        flipBit(only(damaged, ".log"), typeOfTheFirstRecord, 2);
        assertCorrupt("unknown record type 5");
    }

    @Test
    void a_deleted_log_is_corrupt() throws IOException {
        copy(original, damaged);
        Files.delete(only(damaged, ".log"));
        assertCorrupt("writes up to " + SYNCED + " were synced, and 0 are there");
    }

    @Test
    void a_store_without_its_current_file_is_corrupt_not_new() throws IOException {
        copy(original, damaged);
        Files.delete(damaged.resolve("CURRENT"));
        assertCorrupt("lost its file CURRENT");
    }

    @Test
    void one_flipped_bit_in_a_table_is_corrupt_or_harmless_never_fewer_rows() {
        moveToATable();
        copy(original, damaged);
        int length = size(only(damaged, ".sst"));
        int refused = 0;
        for (int at = 0; at < length; at += 97) {
            copy(original, damaged);
            flipBit(only(damaged, ".sst"), at, at % 8);
            try {
                assertThat(openAndScan()).as("bit flipped at %d", at).isEqualTo(all);
            } catch (StoreException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.CORRUPT);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(length / 97 / 2);
    }

    @Test
    void a_damaged_table_fails_single_reads_too() {
        moveToATable();
        copy(original, damaged);
        flipBit(only(damaged, ".sst"), 200, 3);
        try (RocksDbStore store = RocksDbStore.open(damaged, RocksDbConfig.DEFAULT)) {
            assertThatThrownBy(() -> Rows.get(store, 1, "key-00000"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
        }
    }

    @Test
    void a_missing_or_short_table_is_corrupt() throws IOException {
        moveToATable();
        copy(original, damaged);
        truncate(only(damaged, ".sst"), size(only(damaged, ".sst")) / 2);
        assertCorrupt("orrupt");
        Files.delete(only(damaged, ".sst"));
        assertCorrupt("orrupt");
    }

    @Test
    void a_damaged_sync_mark_alone_refuses_nothing() {
        copy(original, damaged);
        flipBit(damaged.resolve(SyncMark.FILE), 3, 0);
        assertThat(openAndScan()).isEqualTo(all);
        assertThat(synced).hasSize(SYNCED);
    }
}
