package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A cluster grows and shrinks while clients write, and processes of it are killed meanwhile: nothing is lost. */
@Tag("process")
class GrowthTest {
    private static final int WRITERS = 4;
    private static final int KEYS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static Reply ask(RealCluster cluster, String line) throws IOException {
        try (Wire wire = cluster.coordinator().wire()) {
            return wire.ask(line);
        }
    }

    private static long slotsOf(RealCluster cluster, RealServer node) throws IOException {
        return ask(cluster, "REBALANCE STATUS").items().stream()
                .filter(item -> item.word(1).equals(node.name()))
                .findFirst()
                .orElseThrow()
                .longField("slots", -1);
    }

    private static void awaitMoved(RealCluster cluster) {
        Await.until(
                "everything has moved",
                PATIENCE,
                () -> ask(cluster, "REBALANCE STATUS").field("copies").equals("0"));
    }

    @Test
    void aNodeJoinsAndAnotherLeavesUnderLoad() throws Exception {
        try (RealCluster cluster = RealCluster.start(3);
                Writers writers = new Writers(List.copyOf(cluster.nodes()), WRITERS, KEYS)) {
            writers.awaitMore(2 * KEYS);
            RealServer joined = cluster.join();
            Await.until(
                    "it gets slots", PATIENCE, () -> joined.runs() && slotsOf(cluster, joined) > 0);
            joined.kill9();
            cluster.coordinator().kill9();
            writers.awaitMore(KEYS);
            cluster.coordinator().start();
            joined.start();
            awaitMoved(cluster);
            assertThat(slotsOf(cluster, joined)).isGreaterThan(10_000);
            cluster.awaitHealthy();

            RealServer leaves = cluster.nodes().get(0);
            assertThat(ask(cluster, "DRAIN " + leaves.name()).isOk()).isTrue();
            Await.until("it is empty", PATIENCE, () -> slotsOf(cluster, leaves) == 0);
            writers.awaitMore(KEYS);
            assertThat(ask(cluster, "REMOVE_NODE " + leaves.name()).isOk()).isTrue();
            Await.until("what it had is dropped", PATIENCE, () -> leaves.stat("slots-held") == 0);
            writers.awaitMore(KEYS);
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }
}
