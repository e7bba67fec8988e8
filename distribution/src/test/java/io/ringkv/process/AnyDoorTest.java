package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.RingKvClient;
import io.ringkv.client.core.HostAndPort;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The address of any one member is enough, to join and to ask; that of another cluster's member is none. */
@Tag("process")
class AnyDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<RealServer> started = new ArrayList<>();
    private RealCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(3);
    }

    @AfterEach
    void stop() throws IOException {
        started.stream().filter(RealServer::runs).forEach(RealServer::kill9);
        cluster.close();
    }

    private static String addressOf(RealServer server) {
        return server.host() + ":" + server.port();
    }

    /** A node of this directory that is given that address alone. */
    private RealServer node(String id, int port, RealCluster of, RealServer door) {
        RealServer node = new RealServer(
                id,
                port,
                of.dir(),
                List.of(
                        Tool.KV,
                        "node",
                        "--id=" + id,
                        "--port=" + port,
                        "--data-dir=" + of.dir().resolve(id),
                        "--coordinator=" + addressOf(door)));
        started.add(node);
        node.start();
        return node;
    }

    private void awaitUp(String id) {
        Await.until(id + " is UP", PATIENCE, () -> {
            try (Wire wire = cluster.coordinator().wire()) {
                return wire.ask("LIST_NODES").items().stream()
                        .anyMatch(item ->
                                item.word(1).equals(id) && "UP".equals(item.field("state")));
            }
        });
    }

    @Test
    void aNodeJoinsThroughAnotherAndComesBackWithoutIt() {
        RealServer door = cluster.nodes().get(0);
        RealServer joined = node("n4", Tool.freePort(), cluster, door);
        awaitUp("n4");
        Tool.Result asked = Tool.run(
                cluster.dir(), "", Tool.KV, "rebalance", "status", "--server=" + addressOf(joined));
        assertThat(asked.exitCode()).as("%s", asked).isZero();
        joined.kill9();
        door.kill9();
        joined.start();
        Await.until(
                "it registers with a coordinator that its saved view names",
                PATIENCE,
                () -> joined.logged().split("registered with a coordinator", -1).length == 3);
        awaitUp("n4");
    }

    @Test
    void aClientGoesOnWhenEveryAddressThatItWasGivenIsGone() {
        RealServer given = cluster.nodes().get(0);
        HostAndPort address = new HostAndPort(given.host(), given.port());
        try (RingKvClient client = RingKvClient.connect(List.of(address))) {
            client.put("k".getBytes(UTF_8), "v".getBytes(UTF_8)).join();
            given.kill9();
            Await.until(
                    "it writes",
                    PATIENCE,
                    () -> client.put("k".getBytes(UTF_8), "w".getBytes(UTF_8))
                            .handle((written, failure) -> failure == null)
                            .join());
            assertThat(client.get("k".getBytes(UTF_8)).join().orElseThrow().text())
                    .isEqualTo("w");
        }
    }

    @Test
    void aMemberOfAnotherClusterIsRefusedByNodesAndCoordinators() throws IOException {
        try (RealCluster other = RealCluster.start(1)) {
            RealServer astray = other.nodes().get(0);
            astray.kill9();
            for (RealServer door : List.of(cluster.nodes().get(0), cluster.coordinator())) {
                RealServer refused = node("n1", astray.port(), other, door);
                refused.awaitEnd(PATIENCE);
                assertThat(refused.process().exitValue()).isEqualTo(1);
                assertThat(refused.logged()).contains("kv node: ", "belongs to cluster ");
            }
            try (Wire wire = cluster.coordinator().wire()) {
                assertThat(wire.ask("LIST_NODES").longField("nodes", 0)).isEqualTo(3);
            }
        }
    }

    @Test
    void aCoordinatorOfAnotherClusterIsNoPeer() throws IOException {
        try (RealCluster other = RealCluster.start(1)) {
            RealServer astray = other.coordinator();
            astray.kill9();
            RealServer refused = new RealServer(
                    "astray",
                    astray.port(),
                    other.dir(),
                    List.of(
                            Tool.KV,
                            "coordinator",
                            "--id=c1",
                            "--peers=c1=" + addressOf(astray) + "/" + other.logPort() + ",c2="
                                    + addressOf(cluster.coordinator()),
                            "--data-dir=" + other.dir().resolve("coordinator")));
            started.add(refused);
            refused.start();
            refused.awaitEnd(PATIENCE);
            assertThat(refused.process().exitValue()).isEqualTo(1);
            assertThat(refused.logged())
                    .contains("kv coordinator: ", addressOf(cluster.coordinator()), "another one");
        }
    }
}
