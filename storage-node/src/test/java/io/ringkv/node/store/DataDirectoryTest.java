package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.StoreException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose disk it is, and what its store is worth after each way of leaving it. */
class DataDirectoryTest {

    private static final Claim N1 = new Claim("n1", null, false, false);
    private static final Claim N1_SYNCS_EACH = new Claim("n1", null, true, false);

    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void name() {
        directory = temp.resolve("data of n1");
    }

    private DataDirectory open(Claim claim) {
        return DataDirectory.open(directory, claim);
    }

    /** One start of a node that writes a row; leaves the directory as a killed process would. */
    private String useAndCrash(Claim claim) {
        try (DataDirectory data = open(claim)) {
            writeARow(data);
            return data.dataId();
        }
    }

    private static void writeARow(DataDirectory data) {
        try (RocksDbStore store = RocksDbStore.open(data.storePath(), RocksDbConfig.DEFAULT)) {
            Rows.put(store, 1, "a", "1");
            store.sync();
        }
    }

    private StoreHealth healthNow() {
        try (DataDirectory data = open(N1)) {
            return data.health();
        }
    }

    /** As if the machine had started again since the directory was used. */
    private void reboot() {
        IdentityFile file = new IdentityFile(directory.resolve("identity.properties"));
        Identity identity = file.load();
        Identity.LastUse use = identity.lastUse();
        file.save(identity.with(
                new Identity.LastUse("an earlier boot", use.cleanStop(), use.everyWriteSynced())));
    }

    @Test
    void a_new_directory_is_empty_and_its_identity_is_there_before_the_store() {
        try (DataDirectory data = open(new Claim(null, "c1", false, false))) {
            assertThat(data.health()).isEqualTo(StoreHealth.EMPTY);
            assertThat(data.nodeId()).startsWith("n").hasSize(9);
            assertThat(data.clusterId()).isEqualTo("c1");
            assertThat(data.dataId()).startsWith("d").hasSize(17);
            assertThat(directory.resolve("identity.properties"))
                    .content()
                    .contains(
                            "node-id=" + data.nodeId(),
                            "data-id=" + data.dataId(),
                            "clean-stop=false");
            assertThat(data.storePath().resolve("CURRENT")).doesNotExist();
        }
    }

    @Test
    void a_directory_keeps_its_node_and_its_data_id_over_starts() {
        String dataId = useAndCrash(N1);
        try (DataDirectory data = open(new Claim(null, null, false, false))) {
            assertThat(data.nodeId()).isEqualTo("n1");
            assertThat(data.dataId()).isEqualTo(dataId);
        }
    }

    @Test
    void a_crash_of_the_process_alone_leaves_the_store_whole() {
        useAndCrash(N1);
        assertThat(healthNow()).isEqualTo(StoreHealth.WHOLE);
    }

    @Test
    void a_crash_and_a_reboot_leave_the_store_in_doubt() {
        useAndCrash(N1);
        reboot();
        assertThat(healthNow()).isEqualTo(StoreHealth.DOUBTFUL);
    }

    @Test
    void a_clean_stop_and_a_reboot_leave_the_store_whole() {
        try (DataDirectory data = open(N1)) {
            writeARow(data);
            data.markCleanStop();
        }
        reboot();
        assertThat(healthNow()).isEqualTo(StoreHealth.WHOLE);
    }

    @Test
    void a_clean_stop_counts_for_one_start_only() {
        try (DataDirectory data = open(N1)) {
            writeARow(data);
            data.markCleanStop();
        }
        useAndCrash(N1);
        reboot();
        assertThat(healthNow()).isEqualTo(StoreHealth.DOUBTFUL);
    }

    @Test
    void a_store_that_synced_each_write_is_whole_after_a_power_cut() {
        useAndCrash(N1_SYNCS_EACH);
        reboot();
        assertThat(healthNow()).isEqualTo(StoreHealth.WHOLE);
    }

    @Test
    void syncing_each_write_from_now_on_says_nothing_about_the_writes_before() {
        useAndCrash(N1);
        reboot();
        try (DataDirectory data = open(N1_SYNCS_EACH)) {
            assertThat(data.health()).isEqualTo(StoreHealth.DOUBTFUL);
        }
    }

    @Test
    void doubt_outlives_starts_and_clean_stops_until_the_store_was_brought_in_sync() {
        useAndCrash(N1);
        reboot();
        try (DataDirectory data = open(N1)) {
            data.markCleanStop();
        }
        try (DataDirectory data = open(N1)) {
            assertThat(data.health()).isEqualTo(StoreHealth.DOUBTFUL);
            data.markInSync();
            assertThat(data.health()).isEqualTo(StoreHealth.WHOLE);
        }
        assertThat(healthNow()).isEqualTo(StoreHealth.WHOLE);
    }

    @Test
    void a_missing_store_is_a_wiped_disk_and_begins_a_new_life() throws IOException {
        String before = useAndCrash(N1);
        for (Path file : DamagedFiles.withSuffix(directory.resolve("store"), "")) {
            Files.delete(file);
        }
        try (DataDirectory data = open(N1)) {
            assertThat(data.health()).isEqualTo(StoreHealth.EMPTY);
            assertThat(data.dataId()).isNotEqualTo(before);
            assertThat(data.nodeId()).isEqualTo("n1");
        }
    }

    @Test
    void a_store_of_an_earlier_life_that_was_put_back_is_refused() throws IOException {
        String before = useAndCrash(N1);
        Path store = directory.resolve("store");
        Files.move(store, temp.resolve("aside"));
        useAndCrash(N1);
        DamagedFiles.copy(temp.resolve("aside"), store);
        assertThatThrownBy(() -> open(N1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another life of this disk")
                .hasMessageContaining(before)
                .hasMessageContaining("move it away");
    }

    @Test
    void a_corrupt_store_goes_to_quarantine_and_a_new_life_begins() {
        String before = useAndCrash(N1);
        try (DataDirectory data = open(N1)) {
            Path aside = data.quarantineStore();
            assertThat(aside).isEqualTo(directory.resolve("quarantine").resolve(before));
            assertThat(aside.resolve("CURRENT")).exists();
            assertThat(data.health()).isEqualTo(StoreHealth.EMPTY);
            assertThat(data.dataId()).isNotEqualTo(before);
            writeARow(data);
            assertThat(data.quarantineStore()).isNotEqualTo(aside);
            assertThat(aside).as("nothing is ever deleted").exists();
        }
    }

    @Test
    void each_start_of_a_memory_store_is_a_new_life() {
        Claim memory = new Claim("n1", null, false, true);
        String first;
        try (DataDirectory data = open(memory)) {
            first = data.dataId();
            data.markCleanStop();
        }
        try (DataDirectory data = open(memory)) {
            assertThat(data.health()).isEqualTo(StoreHealth.EMPTY);
            assertThat(data.dataId()).isNotEqualTo(first);
        }
        useAndCrash(N1);
        assertThatThrownBy(() -> open(memory)).hasMessageContaining("holds a store on disk");
    }

    @Test
    void an_unknown_boot_is_no_boot_seen_before() {
        assertThat(BootId.same(BootId.UNKNOWN, BootId.UNKNOWN)).isFalse();
        assertThat(BootId.same(BootId.current(), BootId.current())).isTrue();
    }
}
