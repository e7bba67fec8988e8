package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Disks that fill up, fail under a running node, or take no writes. */
@Tag("process")
class DiskFaultTest {
    private static final int KEYS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PowerStrip machines = new PowerStrip();
    private RealCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(
                3,
                new RealCluster.Options(Map.of(), List.of(), List.of("--durability=fsync")),
                machines);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    private void assertAllRun() {
        assertThat(cluster.all()).allMatch(RealServer::runs);
    }

    @Test
    void aFullDiskOfOneCostsNoWriteItsPrimariesMoveAwayAndComeBack() throws IOException {
        RealServer full = cluster.nodes().get(0);
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(300);
            machines.diskOf(full).fillNearly();
            Await.until("it is nobody's primary", PATIENCE, () -> full.stat("slots-primary") == 0);
            assertThat(full.logged()).contains("puts are refused, deletes go through");
            assertThat(cluster.status().items().toString()).contains("its disk is full");
            writers.awaitMore(500);
            assertAllRun();
            machines.diskOf(full).giveSpaceBack();
            Await.until(
                    "its primaries are back", PATIENCE, () -> full.stat("slots-primary") > 4_000);
            cluster.awaitHealthy();
            writers.awaitMore(300);
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
        assertAllRun();
    }

    @Test
    void aReplicaWithTheLastOfItsDiskGoesOnAndIsBroughtInSyncWhenThereIsSpace() throws IOException {
        RealServer full = cluster.nodes().get(0);
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(300);
            machines.diskOf(full).fillUpTo(12L << 20);
            Await.until(
                    "values are refused",
                    PATIENCE,
                    () -> full.logged().contains("values from other primaries are refused"));
            writers.awaitMore(500);
            assertAllRun();
            machines.diskOf(full).giveSpaceBack();
            Await.until(
                    "its primaries are back", PATIENCE, () -> full.stat("slots-primary") > 4_000);
            cluster.awaitHealthy();
            RealServer other = cluster.nodes().get(1);
            other.kill9();
            writers.awaitMore(200);
            writers.close();
            other.start();
            cluster.awaitHealthy();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }

    @Test
    void whenAllDisksAreFullPutsAreRefusedDeletesGoOnAndSpaceBringsItBack() throws IOException {
        try (Wire wire = cluster.nodes().get(0).wire()) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(wire.ask("PUT k:" + i + " v" + i).isOk()).isTrue();
            }
            cluster.nodes().forEach(each -> machines.diskOf(each).fillNearly());
            Await.until("every put is refused", PATIENCE, () -> refusedEverywhere());
            Reply refused = wire.ask("PUT k:0 more");
            assertThat(refused.errorCode()).isEqualTo("DISK_FULL");
            for (int i = 0; i < KEYS; i += 2) {
                assertThat(wire.ask("DELETE k:" + i).isOk()).isTrue();
            }
            for (int i = 0; i < KEYS; i++) {
                Reply reply = wire.ask("GET k:" + i);
                assertThat(reply.block() == null).as("%s", reply).isEqualTo(i % 2 == 0);
            }
            assertAllRun();
            // A full disk is no reason not to start again.
            RealServer node = cluster.nodes().get(1);
            node.kill9();
            node.start();
            cluster.nodes().forEach(each -> machines.diskOf(each).giveSpaceBack());
            Await.until(
                    "puts are accepted",
                    PATIENCE,
                    () -> wire.ask("PUT k:0 more").isOk());
            cluster.awaitHealthy();
            for (int i = 0; i < KEYS; i++) {
                assertThat(wire.ask("PUT k:" + i + " again").isOk()).isTrue();
            }
        }
        assertAllRun();
    }

    private boolean refusedEverywhere() throws IOException {
        for (RealServer node : cluster.nodes()) {
            try (Wire wire = node.wire()) {
                for (String key : cluster.keysOf(node, 1)) {
                    if (!"DISK_FULL".equals(wire.ask("PUT " + key + " x").errorCode())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    @Test
    void aDiskThatFailsUnderANodeEndsItAtOnceAndNothingIsLost() throws IOException {
        RealServer victim = cluster.nodes().get(2);
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(500);
            machines.diskOf(victim).cutPower();
            victim.awaitEnd(PATIENCE);
            assertThat(victim.process().exitValue()).isEqualTo(1);
            assertThat(victim.logged().lines().filter(line -> line.startsWith("kv node: ")))
                    .singleElement()
                    .asString()
                    .contains("cannot", "nput/output error");
            writers.awaitMore(300);
            machines.diskOf(victim).unmount();
            machines.restore(List.of(victim));
            cluster.awaitHealthy();
            writers.awaitMore(100);
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }

    @Test
    void aFileSystemThatTakesNoWritesIsRefusedInOneLine() {
        RealServer node = cluster.nodes().get(0);
        for (RealServer server : List.of(node, cluster.coordinator())) {
            server.kill9();
            machines.diskOf(server).unmount();
            machines.diskOf(server).mountReadOnly();
            server.start();
            server.awaitEnd(PATIENCE);
            assertThat(server.process().exitValue()).isEqualTo(1);
            assertThat(server.logged().lines().filter(line -> line.startsWith("kv ")))
                    .singleElement()
                    .asString()
                    .contains("cannot", machines.diskOf(server).directory().toString())
                    .containsIgnoringCase("read-only");
            assertThat(server.logged()).doesNotContain("\tat ");
            machines.diskOf(server).unmount();
            machines.diskOf(server).mount();
            server.start();
        }
        cluster.awaitHealthy();
        assertThat(Files.exists(machines.diskOf(node).directory().resolve("quarantine")))
                .isFalse();
    }
}
