package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

/** The disk of the coordinator is lost. Nodes serve on, refuse an empty one, and carry enough for a new one. */
@Tag("process")
class CoordinatorLossTest {
    private static final int KEYS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private RealCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(3);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    private void loseTheCoordinator() throws IOException {
        cluster.coordinator().kill9();
        Tool.delete(cluster.dir().resolve("coordinator"));
    }

    @Test
    void anEmptyCoordinatorIsRefusedAndARebuiltOneTakesOverWhileWritesGoOn() throws IOException {
        Reply before = cluster.status();
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(500);
            loseTheCoordinator();
            cluster.coordinator().start();
            for (RealServer node : cluster.nodes()) {
                awaitLine(node, "the data path goes on without this coordinator");
                assertThat(node.logged())
                        .contains("belongs to cluster " + before.field("cluster"), "--rebuild");
            }
            writers.awaitMore(300);
            assertThat(cluster.nodes()).allMatch(RealServer::runs);

            loseTheCoordinator();
            cluster.coordinator().start("--rebuild");
            cluster.awaitHealthy();
            Reply after = cluster.status();
            assertThat(after.field("cluster")).isEqualTo(before.field("cluster"));
            assertThat(after.longField("epoch", 0)).isGreaterThan(before.longField("epoch", 0));
            writers.awaitMore(300);

            // It is a coordinator like any other: it restarts, and it sees nodes die.
            cluster.coordinator().kill9();
            cluster.coordinator().start();
            cluster.awaitHealthy();
            RealServer victim = cluster.nodes().get(0);
            victim.kill9();
            writers.awaitMore(300);
            victim.start();
            cluster.awaitHealthy();
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }

    @Test
    void nodesThatWereAllDownCarryItOnTheirDisksAndWhoIsMissingIsNamed() throws IOException {
        Writers writers = new Writers(cluster.nodes(), 4, KEYS);
        writers.awaitMore(500);
        cluster.killAll();
        writers.close();
        Tool.delete(cluster.dir().resolve("coordinator"));
        cluster.coordinator().start("--rebuild");
        RealServer late = cluster.nodes().get(2);
        cluster.others(late).forEach(RealServer::start);
        awaitLine(cluster.coordinator(), "rebuilding: waits for n3 (127.0.0.1:" + late.port());
        assertThat(cluster.status().items().toString()).contains("waits for n3");
        late.start();
        cluster.awaitHealthy();
        assertThat(writers.check()).isEqualTo(KEYS);
    }

    @Test
    void whoIsLostForGoodIsNotWaitedFor() throws IOException {
        Writers writers = new Writers(cluster.nodes(), 4, KEYS);
        writers.awaitMore(500);
        cluster.killAll();
        writers.close();
        Tool.delete(cluster.dir().resolve("coordinator"));
        RealServer gone = cluster.nodes().get(1);
        cluster.coordinator().start("--rebuild", "--rebuild-without=" + gone.name());
        cluster.others(gone).forEach(RealServer::start);
        Await.until("writes go on", PATIENCE, () -> {
            try (Wire wire = cluster.nodes().get(0).wire()) {
                return wire.ask("PUT after loss").isOk();
            }
        });
        // It was not lost after all.
        gone.start();
        cluster.awaitHealthy();
        assertThat(writers.check()).isEqualTo(KEYS);
    }

    private static void awaitLine(RealServer server, String line) {
        Await.until(
                server.name() + " says: " + line,
                PATIENCE,
                () -> server.logged().contains(line));
    }
}
