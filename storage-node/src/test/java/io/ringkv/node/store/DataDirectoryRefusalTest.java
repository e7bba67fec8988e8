package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Who is turned away from a data directory, and with which words. */
class DataDirectoryRefusalTest {

    private static final Claim N1 = new Claim("n1", null, false, false);

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

    @Test
    void a_second_process_is_refused_with_who_why_and_what_to_do() {
        try (DataDirectory first = open(N1)) {
            assertThatThrownBy(() -> open(N1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("two nodes in one would destroy it")
                    .hasMessageContaining("stop that one");
            assertThat(first.nodeId()).isEqualTo("n1");
        }
        open(N1).close();
    }

    @Test
    void a_lock_without_a_name_is_somebody_elses() throws IOException {
        Files.createDirectories(directory);
        try (FileChannel other = FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertRefused(N1, "is in use by another process: two nodes in one");
        }
    }

    @Test
    void another_node_and_another_cluster_are_refused_in_one_line() {
        open(new Claim("n1", "c1", false, false)).close();
        assertRefused(new Claim("n2", "c1", false, false), "belongs to node n1, not to n2");
        assertRefused(new Claim("n1", "c2", false, false), "belongs to cluster c1, not to c2");
    }

    @Test
    void a_node_joins_one_cluster_once() {
        try (DataDirectory data = open(N1)) {
            assertThat(data.clusterId()).isNull();
            data.joinCluster("c1");
            data.joinCluster("c1");
            assertThatThrownBy(() -> data.joinCluster("c2"))
                    .hasMessageContaining("belongs to cluster c1");
        }
        try (DataDirectory data = open(N1)) {
            assertThat(data.clusterId()).isEqualTo("c1");
        }
    }

    @Test
    void a_newer_format_is_refused_in_one_line() throws IOException {
        open(N1).close();
        editIdentity("format=1", "format=2");
        assertRefused(N1, "has format 2, and this program knows formats up to 1");
    }

    @Test
    void a_damaged_identity_is_refused_in_one_line() throws IOException {
        open(N1).close();
        editIdentity("node-id=n1", "node-id=n3");
        assertRefused(N1, "is damaged or was edited");
    }

    @Test
    void a_store_without_an_identity_is_refused_in_one_line() throws IOException {
        try (DataDirectory data = open(N1);
                RocksDbStore store = RocksDbStore.open(data.storePath(), RocksDbConfig.DEFAULT)) {
            Rows.put(store, 1, "a", "1");
        }
        Files.delete(directory.resolve("identity.properties"));
        assertRefused(N1, "holds a store but no identity.properties");
    }

    @Test
    void a_directory_that_cannot_be_made_is_refused_in_one_line() {
        directory = Path.of("/proc/self/data");
        assertRefused(N1, "cannot create the data directory at /proc/self/data");
    }

    @Test
    void names_that_would_break_the_file_are_refused() {
        for (String name : List.of("", "a b", "a\nclean-stop=true", "x".repeat(129))) {
            assertThatThrownBy(() -> new Claim(name, null, false, false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertRefused(Claim claim, String reason) {
        assertThatThrownBy(() -> open(claim)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e).hasMessageContaining(reason);
            assertThat(e.getMessage()).doesNotContain("\n");
            assertThat(e.kind()).isIn((Object[]) Kind.values());
        });
    }

    private void editIdentity(String from, String to) throws IOException {
        Path file = directory.resolve("identity.properties");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
