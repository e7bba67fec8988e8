package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every role is killed, or put to sleep, while clients write. Nothing is mended by hand. */
@Tag("process")
class FailoverTest {
    private static final int KEYS = 2_000;

    private static RealCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = RealCluster.start(3);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @BeforeEach
    void whole() {
        cluster.all().stream().filter(RealServer::runs).forEach(RealServer::resume);
        cluster.startAll();
        cluster.awaitHealthy();
    }

    @Test
    void acknowledgedWritesSurviveEachKillAndTheKillOfAll() throws IOException {
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(KEYS);
            for (RealServer victim : cluster.all()) {
                victim.kill9();
                writers.awaitMore(300);
                victim.start();
                cluster.awaitHealthy();
                writers.awaitMore(300);
            }
            cluster.killAll();
            cluster.startAll();
            cluster.awaitHealthy();
            writers.awaitMore(300);
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
            System.out.println("kill -9 of each role and of all: " + writers.acknowledged()
                    + " acknowledged writes, none lost");
        }
    }

    @Test
    void everyAcknowledgedWriteIsThereRightAfterAllProcessesAreKilled() throws IOException {
        Writers writers = new Writers(cluster.nodes(), 4, 400);
        writers.awaitMore(1_000);
        cluster.killAll();
        writers.close();
        cluster.startAll();
        cluster.awaitHealthy();
        assertThat(writers.check()).isEqualTo(400);
    }

    @Test
    void writesGoOnSoonAfterAPrimaryIsKilled() throws IOException {
        RealServer victim = cluster.nodes().get(0);
        try (Gaps gaps = new Gaps(cluster.keysOf(victim, 4), cluster.others(victim))) {
            gaps.awaitMore(50);
            gaps.forget();
            victim.kill9();
            gaps.awaitMore(100);
            System.out.println("longest write gap after kill -9 of a primary: "
                    + gaps.longest().toMillis() + " ms");
            assertThat(gaps.longest()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void writesGoOnSoonAfterAPrimaryFallsAsleep() throws IOException {
        RealServer victim = cluster.nodes().get(1);
        try (Gaps gaps = new Gaps(cluster.keysOf(victim, 4), cluster.others(victim))) {
            gaps.awaitMore(50);
            gaps.forget();
            victim.pause();
            gaps.awaitMore(100);
            System.out.println("longest write gap after SIGSTOP of a primary: "
                    + gaps.longest().toMillis() + " ms");
            assertThat(gaps.longest()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPrimaryThatWakesServesNothingOld() throws IOException {
        RealServer sleeper = cluster.nodes().get(2);
        List<String> keys = cluster.keysOf(sleeper, 20);
        try (Wire before = sleeper.wire()) {
            for (String key : keys) {
                assertThat(before.ask("PUT " + key + " old").isOk()).isTrue();
            }
            sleeper.pause();
            for (String key : keys) {
                Await.until("a new value of " + key, Duration.ofSeconds(20), () -> {
                    try (Wire wire = cluster.others(sleeper).get(0).wire()) {
                        return wire.ask("PUT " + key + " new").isOk();
                    }
                });
            }
            // These wait in the sleeper's socket: the first things that it sees.
            for (String key : keys) {
                before.send("GET " + key + "\n");
            }
            sleeper.resume();
            List<String> seen = new ArrayList<>();
            for (String key : keys) {
                seen.add(valueOrError(before.reply()));
            }
            try (Wire after = sleeper.wire()) {
                for (String key : keys) {
                    seen.add(valueOrError(after.ask("GET " + key)));
                }
            }
            assertThat(seen).allMatch(one -> one.equals("new") || one.startsWith("ERR"));
        }
    }

    private static String valueOrError(Reply reply) {
        return reply.status() == Status.VALUE
                ? new String(reply.block(), StandardCharsets.UTF_8)
                : reply.toString();
    }

    @Test
    void dataIsServedWithoutACoordinatorAndItComesBackAsTheSame() throws IOException {
        Reply before = cluster.status();
        List<String> terms = terms();
        cluster.coordinator().kill9();
        for (RealServer node : cluster.nodes()) {
            try (Wire wire = node.wire()) {
                for (int i = 0; i < 50; i++) {
                    String key = "alone:" + node.name() + ":" + i;
                    assertThat(wire.ask("PUT " + key + " x").toString()).startsWith("OK");
                    assertThat(wire.ask("GET " + key).toString()).startsWith("VALUE");
                }
            }
        }
        cluster.coordinator().start();
        cluster.awaitHealthy();
        Reply after = cluster.status();
        assertThat(after.field("cluster")).isEqualTo(before.field("cluster"));
        assertThat(after.longField("epoch", -1))
                .isGreaterThanOrEqualTo(before.longField("epoch", 0));
        assertThat(terms()).isEqualTo(terms);
    }

    private static List<String> terms() throws IOException {
        List<String> terms = new ArrayList<>();
        try (Wire wire = cluster.coordinator().wire()) {
            for (int i = 0; i < 50; i++) {
                Reply reply = wire.ask("EXPLAIN term:" + i);
                terms.add(reply.field("slot") + " " + reply.field("term"));
            }
        }
        return terms;
    }
}
