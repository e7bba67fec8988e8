package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster that began with one coordinator grows to three while it is written to, and shrinks again. */
@Tag("process")
class CoordinatorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration REMOVED_WITHIN = Duration.ofSeconds(90);

    private RealCluster cluster;
    private final List<RealServer> added = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(3);
    }

    @AfterEach
    void stop() throws IOException {
        added.stream().filter(RealServer::runs).forEach(RealServer::kill9);
        cluster.close();
    }

    private RealServer started(String id) {
        int port = Tool.freePort();
        int logPort = Tool.freePort();
        RealServer one = new RealServer(
                id,
                port,
                cluster.dir(),
                List.of(
                        Tool.KV,
                        "coordinator",
                        "--id=" + id,
                        "--peers=c1=127.0.0.1:" + cluster.coordinator().port() + "/"
                                + cluster.logPort() + "," + id + "=127.0.0.1:" + port + "/"
                                + logPort,
                        "--data-dir=" + cluster.dir().resolve(id)));
        one.start();
        added.add(one);
        Await.until(
                id + " waits to be added",
                PATIENCE,
                () -> one.logged().contains("waits to be one of the coordinators"));
        one.kill9();
        one.start();
        Await.until(
                id + " waits again",
                PATIENCE,
                () -> one.logged().split("waits to be one of the coordinators", -1).length == 3);
        kv("add", id + "=127.0.0.1:" + port + "/" + logPort);
        return one;
    }

    private String kv(String... words) {
        List<String> command = new ArrayList<>(List.of(Tool.KV, "coordinators"));
        command.addAll(List.of(words));
        command.add("--timeout=20s");
        command.add("--server=127.0.0.1:" + cluster.coordinator().port());
        Tool.Result result = Tool.run(cluster.dir(), "", command.toArray(String[]::new));
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result.out();
    }

    /** The lead may change on the way, which leaves it unknown whether it was done. */
    private void remove(String id) {
        Await.until(id + " is removed", REMOVED_WITHIN, () -> {
            Tool.Result result = Tool.run(
                    cluster.dir(),
                    "",
                    Tool.KV,
                    "coordinators",
                    "remove",
                    id,
                    "--timeout=20s",
                    "--server=127.0.0.1:" + cluster.coordinator().port());
            System.out.println("remove " + id + ": " + result);
            return !kv("list").contains(id);
        });
    }

    private String throughANode(String... words) {
        List<String> command = new ArrayList<>(List.of(Tool.KV));
        command.addAll(List.of(words));
        command.add("--server=127.0.0.1:" + cluster.nodes().get(0).port());
        return Tool.run(cluster.dir(), "", command.toArray(String[]::new)).toString();
    }

    @Test
    void oneBecomesThreeAndOneAgain() throws IOException {
        try (Writers writers = new Writers(cluster.nodes(), 4, 400)) {
            writers.awaitMore(200);
            RealServer second = started("c2");
            RealServer third = started("c3");
            assertThat(kv("list")).contains("c1", "c2", "c3", "leader");
            cluster.awaitHealthy();

            cluster.coordinator().kill9();
            Await.until(
                    "the others go on",
                    PATIENCE,
                    () -> RealCluster.status(third).items().toString().contains("coordinator c1"));
            writers.awaitMore(200);
            assertThat(throughANode("status"))
                    .as("a node names those that it has learnt of")
                    .contains("coordinator c1", "is away");
            assertThat(throughANode("drain", "n1", "--plan"))
                    .contains("2 nodes for 3 copies", "start another node first");
            cluster.coordinator().start();
            cluster.awaitHealthy();

            remove("c3");
            third.awaitEnd(PATIENCE);
            assertThat(third.logged()).contains("know this one no more");
            remove("c2");
            second.awaitEnd(PATIENCE);
            assertThat(kv("list")).contains("c1").doesNotContain("c2");
            cluster.awaitHealthy();
            writers.close();
            assertThat(writers.check()).isEqualTo(400);
        }
    }
}
