package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Files of a node are damaged, lost or replaced while it is down: what cannot be trusted is put aside and never
 * deleted, the others bring the node in sync, and no acknowledged write is lost.
 */
@Tag("process")
class StoreDamageTest {
    private static final int KEYS = 300;

    private static RealCluster cluster;
    private static int round;

    @BeforeAll
    static void start() throws IOException {
        cluster = RealCluster.start(3);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    private static StoreFiles files(RealServer node) {
        return new StoreFiles(cluster, node);
    }

    /** Every key has a new value, on all nodes. */
    private static void write() throws IOException {
        round++;
        try (Wire wire = cluster.nodes().get(0).wire()) {
            for (int i = 0; i < KEYS; i++) {
                String put = "PUT --level=all key:" + i + " round-" + round + "-" + i;
                Await.until(put, Duration.ofSeconds(20), () -> wire.ask(put).isOk());
            }
        }
    }

    private static void assertAllThere() throws IOException {
        for (RealServer each : cluster.nodes()) {
            try (Wire wire = each.wire()) {
                for (int i = 0; i < KEYS; i++) {
                    assertThat(wire.ask("GET key:" + i).block())
                            .as("key:%d through %s", i, each.name())
                            .asString()
                            .isEqualTo("round-" + round + "-" + i);
                }
            }
        }
    }

    private static void restart(RealServer node) {
        node.start();
        cluster.awaitHealthy();
    }

    private interface Damage {
        void to(StoreFiles files) throws IOException;
    }

    private static void assertPutAside(RealServer node, String reason, Damage damage)
            throws IOException {
        write();
        int before = files(node).quarantined().size();
        node.kill9();
        damage.to(files(node));
        restart(node);
        assertThat(files(node).quarantined()).hasSize(before + 1);
        assertThat(node.logged()).contains(reason, "starts empty and copies its data");
        assertAllThere();
        write();
    }

    @Test
    void aFlippedBitInTheLogPutsTheStoreAside() throws IOException {
        assertPutAside(
                cluster.nodes().get(0),
                "orrupt",
                files -> StoreFiles.flipABitInTheMiddle(files.largest(StoreFiles.LOG)));
    }

    @Test
    void aDeletedLogPutsTheStoreAside() throws IOException {
        RealServer node = cluster.nodes().get(1);
        write();
        Await.until(
                "synced",
                Duration.ofSeconds(10),
                () -> Files.size(files(node).store().resolve("SYNCED")) > 0);
        assertPutAside(
                node,
                "lost the end of its log",
                files -> Files.delete(files.largest(StoreFiles.LOG)));
    }

    @Test
    void aFlippedBitInATablePutsTheStoreAside() throws IOException {
        RealServer node = cluster.nodes().get(2);
        write();
        node.kill9();
        // Opening moves what the log held into a table.
        restart(node);
        assertPutAside(
                node,
                "orrupt",
                files -> StoreFiles.flipABitInTheMiddle(files.largest(StoreFiles.TABLE)));
    }

    @Test
    void aTornTailOfTheLogIsCutOffAndTheStoreGoesOn() throws IOException {
        RealServer node = cluster.nodes().get(0);
        write();
        int before = files(node).quarantined().size();
        node.kill9();
        Path log = files(node).largest(StoreFiles.LOG);
        byte[] bytes = Files.readAllBytes(log);
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 200);
        System.arraycopy(bytes, 0, longer, bytes.length, 150);
        Files.write(log, longer);
        restart(node);
        assertThat(files(node).quarantined()).hasSize(before);
        assertAllThere();
    }

    @Test
    void aWipedDirectoryIsANewDiskInTheSamePlace() throws IOException {
        RealServer node = cluster.nodes().get(1);
        write();
        node.kill9();
        Tool.delete(files(node).data());
        restart(node);
        assertAllThere();
        for (RealServer other : cluster.others(node)) {
            other.kill9();
            restart(other);
        }
        assertAllThere();
    }

    @Test
    void twoOfThreeDamagedAtOnceWaitForAPersonAndThenGoOnWithTheThird() throws IOException {
        write();
        List<RealServer> damaged = cluster.nodes().subList(0, 2);
        for (RealServer node : cluster.nodes()) {
            node.kill9();
        }
        for (RealServer node : damaged) {
            StoreFiles.flipABitInTheMiddle(files(node).largest(StoreFiles.LOG));
        }
        cluster.nodes().forEach(RealServer::start);
        String server = "--server=127.0.0.1:" + cluster.coordinator().port();
        Await.until(
                "status names what is gone",
                Duration.ofSeconds(40),
                () -> Tool.run(cluster.dir(), "", Tool.KV, "status", server)
                        .out()
                        .contains("kv accept-loss"));
        assertThat(Tool.run(cluster.dir(), "", Tool.KV, "doctor", server).out())
                .contains("a majority of the stores of these slots is gone", "kv accept-loss");
        Tool.Result unsure = Tool.run(cluster.dir(), "", Tool.KV, "accept-loss", server);
        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("16384 slots", "--yes");
        Await.until(
                "the third to be there",
                Duration.ofSeconds(20),
                () -> Tool.run(cluster.dir(), "", Tool.KV, "accept-loss", "--yes", server)
                                .exitCode()
                        == 0);
        cluster.awaitHealthy();
        assertAllThere();
        assertThat(Tool.run(cluster.dir(), "", Tool.KV, "status", server).out())
                .contains("NOTE", "kv acknowledge-loss");
        Tool.demand(cluster.dir(), Tool.KV, "acknowledge-loss", server);
        write();
    }

    @Test
    void anOldCopyOfTheDiskIsBroughtInSyncByTheOthers() throws IOException {
        RealServer node = cluster.nodes().get(2);
        write();
        assertThat(node.stop(Duration.ofSeconds(15))).isZero();
        Path copy = cluster.dir().resolve("copy");
        Tool.demand(cluster.dir(), "cp", "-a", files(node).data().toString(), copy.toString());
        restart(node);
        write();
        node.kill9();
        Tool.delete(files(node).data());
        Files.move(copy, files(node).data());
        restart(node);
        Await.until(
                "the copy is found out, and brought in sync",
                Duration.ofSeconds(20),
                () -> node.logged().contains("so it is an older copy")
                        && node.logged().contains("in sync again, and beyond doubt"));
        assertAllThere();
    }

    @Test
    void anOnlyCopyIsNotPutAsideButRefusedByName() throws IOException {
        try (RealCluster single = RealCluster.start(1)) {
            RealServer node = single.nodes().get(0);
            try (Wire wire = node.wire()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(wire.ask("PUT only:" + i + " here").isOk()).isTrue();
                }
            }
            node.kill9();
            StoreFiles files = new StoreFiles(single, node);
            Path log = files.largest(StoreFiles.LOG);
            byte[] intact = Files.readAllBytes(log);
            StoreFiles.flipABitInTheMiddle(log);
            node.start();
            node.awaitEnd(Duration.ofSeconds(40));
            assertThat(node.process().exitValue()).isEqualTo(1);
            assertThat(node.logged().lines().filter(line -> line.startsWith("kv node: ")))
                    .singleElement()
                    .asString()
                    .contains(
                            "corrupt",
                            files.store().toString(),
                            "slots 0-16383",
                            "only copy",
                            "ldb repair");
            assertThat(log).exists();
            Files.write(log, intact);
            node.start();
            single.awaitHealthy();
            try (Wire wire = node.wire()) {
                assertThat(wire.ask("GET only:49").block()).asString().isEqualTo("here");
            }
        }
    }
}
