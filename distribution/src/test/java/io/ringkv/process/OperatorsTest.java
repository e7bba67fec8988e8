package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an operator can see and change of running servers, on two nodes that log JSON and take all requests for slow. */
@Tag("process")
class OperatorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Path files;
    private static RealCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        files = Files.createTempDirectory("ringkv-operators");
        cluster = RealCluster.start(
                2,
                new RealCluster.Options(
                        Map.of("KV_SLOW_AFTER", "0"),
                        List.of("--log-format=json"),
                        List.of("--durability=fsync")));
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        Tool.delete(files);
    }

    private static Tool.Result kv(String... words) {
        String[] command = new String[words.length + 2];
        command[0] = Tool.KV;
        System.arraycopy(words, 0, command, 1, words.length);
        command[words.length + 1] =
                "--server=127.0.0.1:" + cluster.coordinator().port();
        return Tool.run(files, "", command);
    }

    private static List<String> said(RealServer server, String trace) {
        return server.logged().lines().filter(line -> line.contains(trace)).toList();
    }

    @Test
    void aTraceIsFoundInTheLogsOfEveryNodeThatHandledTheRequest() throws IOException {
        RealServer primary = cluster.primaryOf("traced");
        RealServer other = cluster.others(primary).get(0);
        try (Wire wire = other.wire()) {
            assertThat(wire.ask("PUT --trace=walk-7 traced v").isOk()).isTrue();
            assertThat(wire.ask("PUT traced v").isOk()).isTrue();
        }
        Await.until(
                "both have told",
                PATIENCE,
                () -> said(other, "trace=walk-7").size() >= 3
                        && said(primary, "trace=walk-7").size() >= 4);
        assertThat(said(other, "trace=walk-7")).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(0)).contains("received");
            assertThat(lines.get(1)).contains("forwarded to " + primary.name());
            assertThat(lines.get(2)).contains("answered OK");
        });
        assertThat(said(primary, "trace=walk-7")).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(0)).contains("received, forwarded");
            assertThat(lines.get(1)).contains("is version ");
            assertThat(lines.get(2)).contains("acknowledged by ", primary.name());
            assertThat(lines.get(3)).contains("answered OK");
        });
    }

    @Test
    void everyEventIsADocumentOnALineOfItsOwn() {
        assertThat(kv("put", "documented", "v", "--trace=doc-1").exitCode()).isZero();
        for (RealServer server : cluster.all()) {
            List<String> events = server.logged()
                    .lines()
                    .filter(line -> !line.startsWith("ready "))
                    .toList();
            assertThat(events)
                    .as(server.name())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{\"timestamp\":") && line.endsWith("}"))
                    .allMatch(line -> line.contains("\"level\":\"")
                            && line.contains("\"loggerName\":\"")
                            && line.contains("\"formattedMessage\":\""));
        }
    }

    @Test
    void slowRequestsOfAllServersAreListedWithWhatBecameOfThem() throws IOException {
        RealServer primary = cluster.primaryOf("slow");
        try (Wire wire = cluster.others(primary).get(0).wire()) {
            assertThat(wire.ask("PUT --trace=slow-1 slow hidden-value").isOk()).isTrue();
        }
        Tool.Result listed = kv("slowlog", "--count=128", "--output=csv");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out()).doesNotContain("hidden-value");
        List<String> lines =
                listed.out().lines().filter(line -> line.endsWith(",slow-1")).toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.contains(",PUT,slow,"));
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("," + primary.name() + ",PUT") && line.contains(",yes,"));
        assertThat(listed.out().lines())
                .as("the coordinator is asked too")
                .anyMatch(line -> line.contains(",c1,"));
        assertThat(kv("slowlog").out()).startsWith("servers=3\n");
    }

    @Test
    void aClientThatDoesNotWaitIsRememberedToo() throws IOException {
        RealServer primary = cluster.primaryOf("left");
        RealServer other = cluster.others(primary).get(0);
        other.pause();
        try {
            try (Socket client = new Socket("127.0.0.1", primary.port())) {
                // It breaks off: one that only has nothing more to say is served to its end.
                client.setSoLinger(true, 0);
                client.getOutputStream()
                        .write("PUT --trace=left-1 left v\n".getBytes(StandardCharsets.US_ASCII));
                Await.until(
                        "it is under way",
                        PATIENCE,
                        () -> !said(primary, "trace=left-1").isEmpty());
            }
            Await.until("it is remembered", PATIENCE, () -> {
                try (Wire wire = primary.wire()) {
                    return wire.ask("SLOWLOG").items().stream()
                            .anyMatch(item -> "left-1".equals(item.field("trace"))
                                    && "LEFT".equals(item.field("status")));
                }
            });
        } finally {
            other.resume();
            cluster.awaitHealthy();
        }
    }

    @Test
    void logLevelsAreChangedOnAllServersAndOnOne() {
        String logger = "--logger=io.ringkv.example";
        Tool.Result all = kv("log-level", "debug", logger, "--output=csv");
        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(all.out().lines())
                .hasSize(4)
                .filteredOn(line -> line.endsWith(",io.ringkv.example,INFO,DEBUG"))
                .hasSize(3);
        Tool.Result one = kv("log-level", "error", logger, "--node=n2", "--output=raw");
        assertThat(one.out()).isEqualTo("n2\tio.ringkv.example\tDEBUG\tERROR\n");
        Tool.Result wrong = kv("log-level", "loud");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("off, error, warn, info, debug, trace");
    }

    @Test
    void syncsOfTheDiskAreMeasured() throws IOException {
        for (RealServer node : cluster.nodes()) {
            try (Wire wire = node.wire()) {
                assertThat(wire.ask("PUT synced v").isOk()).isTrue();
                Reply stats = wire.ask("STATS");
                assertThat(counter(stats, "fsyncs")).isPositive();
                assertThat(counter(stats, "fsync-p50-us"))
                        .isPositive()
                        .isLessThanOrEqualTo(counter(stats, "fsync-p99-us"));
                assertThat(counter(stats, "fsync-p99-us"))
                        .isLessThanOrEqualTo(counter(stats, "fsync-max-us"));
            }
        }
        assertThat(kv("doctor").out())
                .containsPattern("node n1 at [^ ]+: a sync of its disk takes [0-9.]+ ms \\(p50\\)");
    }

    @Test
    void wrongOptionsForOperatorsAreNamedBeforeAnythingStarts() {
        Tool.Result refused = Tool.run(
                files,
                "",
                Tool.KV,
                "coordinator",
                "--data-dir=unused",
                "--slow-after=5",
                "--log-format=xml");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errLines())
                .anyMatch(line -> line.contains("--slow-after=5 must be a duration with its unit"))
                .anyMatch(line -> line.contains("--log-format=xml must be one of text, json"));
    }

    private static long counter(Reply stats, String name) {
        for (Item item : stats.items()) {
            if (item.word(0).equals(name)) {
                return Long.parseLong(item.word(1));
            }
        }
        throw new AssertionError("no " + name + " in " + stats);
    }
}
