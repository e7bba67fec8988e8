package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The power of one machine fails, and of all at once, while clients write: what was not synced is really gone. */
@Tag("process")
class PowerCutTest {
    private static final int KEYS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final PowerStrip power = new PowerStrip();

    private RealCluster cluster(String durability) throws IOException {
        return RealCluster.start(
                3,
                new RealCluster.Options(Map.of(), List.of(), List.of("--durability=" + durability)),
                power);
    }

    @Test
    void withFsyncEveryAcknowledgedWriteIsThereAfterACutOfOneAndOfAll() throws IOException {
        try (RealCluster cluster = cluster("fsync");
                Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(500);
            List<RealServer> one = cluster.nodes().subList(1, 2);
            power.cut(one);
            writers.awaitMore(200);
            power.restore(one);
            cluster.awaitHealthy();
            writers.awaitMore(200);
            power.cut(cluster.all());
            writers.close();
            power.restore(cluster.all());
            cluster.awaitHealthy();
            assertThat(writers.check()).isEqualTo(KEYS);
            assertThat(one.get(0).logged()).doesNotContain("may have lost");
        }
    }

    @Test
    void withAnIntervalACutOfOneLosesNothingAndACutOfAllIsSaid() throws IOException {
        try (RealCluster cluster = cluster("interval")) {
            try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
                writers.awaitMore(500);
                for (RealServer each : cluster.nodes()) {
                    power.cut(List.of(each));
                    writers.awaitMore(100);
                    power.restore(List.of(each));
                    awaitLine(each, "this store may have lost its newest writes");
                    awaitLine(each, "in sync again");
                    cluster.awaitHealthy();
                }
                writers.awaitMore(200);
                writers.close();
                assertThat(writers.check()).isEqualTo(KEYS);
            }
            try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
                writers.awaitMore(500);
                power.cut(cluster.all());
            }
            power.restore(cluster.all());
            cluster.awaitHealthy();
            awaitLine(cluster.coordinator(), "the last moments before the power cut may be lost");
            theLossIsReportedUntilItIsAcknowledged(cluster);
            try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
                writers.awaitMore(500);
                writers.close();
                assertThat(writers.check()).isEqualTo(KEYS);
            }
        }
    }

    private static void theLossIsReportedUntilItIsAcknowledged(RealCluster cluster) {
        String server = "--server=127.0.0.1:" + cluster.coordinator().port();
        Tool.Result reported = Tool.run(cluster.dir(), "", Tool.KV, "status", server);
        assertThat(reported.out()).contains("NOTE", "may be lost", "kv acknowledge-loss");
        Tool.demand(cluster.dir(), Tool.KV, "acknowledge-loss", server);
        assertThat(Tool.run(cluster.dir(), "", Tool.KV, "status", server).out())
                .doesNotContain("NOTE");
    }

    private static void awaitLine(RealServer server, String line) {
        Await.until(
                server.name() + " says: " + line,
                PATIENCE,
                () -> server.logged().contains(line));
    }
}
