package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The options of servers that other tests leave alone, on processes that were started with them. */
@Tag("process")
class ServerOptionsTest {
    private static final int VALUE_MAX = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static Path files;
    private static Path secret;
    private static RealCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        files = Files.createTempDirectory("ringkv-options");
        secret = Files.writeString(files.resolve("secret"), "open-sesame\n");
        cluster = RealCluster.start(
                3,
                new RealCluster.Options(
                        Map.of(),
                        List.of("--secret-file=" + secret),
                        List.of("--durability=fsync", "--max-value-bytes=" + VALUE_MAX)));
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        Tool.delete(files);
    }

    private static RealServer node(int i) {
        return cluster.nodes().get(i);
    }

    private static void awaitReady(RealServer server, String line) {
        Await.until(line, PATIENCE, () -> server.logged().contains(line));
    }

    // ---- --secret-file

    private static void assertNotAdmitted(String id, String... options) throws IOException {
        RealServer stranger = cluster.node(id, Tool.freePort(), options);
        stranger.start();
        stranger.awaitEnd(PATIENCE);
        assertThat(stranger.process().exitValue()).isEqualTo(1);
        assertThat(stranger.logged().lines().filter(line -> line.startsWith("kv node: ")))
                .singleElement()
                .asString()
                .contains("--secret-file");
        assertThat(stranger.logged()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void aNodeWithoutTheSecretIsRefusedAndClientsNeedNone() throws IOException {
        assertNotAdmitted("n7");
        Path wrong = Files.writeString(files.resolve("wrong"), "open-barley");
        assertNotAdmitted("n8", "--secret-file=" + wrong);
        try (Wire wire = cluster.coordinator().wire()) {
            assertThat(wire.ask("LIST_NODES").longField("nodes", 0)).isEqualTo(3);
        }
        try (Wire wire = node(0).wire()) {
            assertThat(wire.ask("PUT --level=all secret kept").isOk()).isTrue();
        }
    }

    // ---- --max-value-bytes

    @Test
    void aLargerValueGoesAllTheWayAndHelloSaysSo() throws IOException {
        byte[] value = new byte[5 << 20];
        new Random(5).nextBytes(value);
        Request put = Request.builder(Verb.PUT)
                .option(io.ringkv.protocol.Option.LEVEL, "all")
                .key("large".getBytes(StandardCharsets.US_ASCII))
                .value(value)
                .build();
        try (Wire wire = node(0).wire()) {
            assertThat(wire.ask("HELLO 1").longField("value", 0)).isEqualTo(VALUE_MAX);
            Reply written = wire.ask(put);
            assertThat(written.field("acks")).as("%s", written).isEqualTo("3/3");
        }
        for (RealServer each : cluster.nodes()) {
            try (Wire wire = each.wire()) {
                assertThat(wire.ask("GET large").block()).isEqualTo(value);
                assertThat(wire.ask("GET --level=one large").block()).isEqualTo(value);
            }
        }
        try (Wire wire = node(0).wire()) {
            int over = VALUE_MAX + 1;
            wire.send("PUT --length=" + over + " large\n").send(new byte[over]).send("\n");
            Reply refused = wire.reply();
            assertThat(refused.errorCode()).isEqualTo("TOO_LARGE");
            assertThat(refused.longField("max", 0)).isEqualTo(VALUE_MAX);
        }
    }

    @Test
    void bytesFromAPipeComeBackAsTheyWere() throws IOException {
        byte[] value = new byte[5 << 20];
        new Random(6).nextBytes(value);
        Path given = Files.write(files.resolve("given"), value);
        Path got = files.resolve("got");
        String kv = "'" + Tool.KV + "' --server 127.0.0.1:" + node(1).port();
        Tool.Result put =
                Tool.run(files, "", "sh", "-c", "cat '" + given + "' | " + kv + " put piped -");
        assertThat(put.err()).isEmpty();
        assertThat(put.out()).startsWith("OK v=");
        assertThat(Tool.run(files, "", "sh", "-c", kv + " get piped > '" + got + "'")
                        .exitCode())
                .isZero();
        assertThat(got).hasBinaryContent(value);
        assertThat(Tool.run(
                                files,
                                "",
                                "sh",
                                "-c",
                                "printf 'GET piped\\n' | " + kv + " > '" + got + "'")
                        .exitCode())
                .isZero();
        assertThat(Files.size(got)).isEqualTo(value.length + 1L);

        String small = "printf 'a\\000\\377\\n' | " + kv + " put small - && " + kv + " get small";
        Tool.Result both = Tool.run(files, "", "sh", "-c", small + " | od -An -tx1");
        assertThat(both.out()).endsWith(" 61 00 ff 0a\n");
    }

    // ---- --durability=fsync

    @Test
    void syncedWritesAreThereAfterAllWereKilled() throws IOException {
        try (Wire wire = node(0).wire()) {
            for (int i = 0; i < 50; i++) {
                assertThat(wire.ask("PUT synced:" + i + " v" + i).isOk()).isTrue();
            }
        }
        cluster.killAll();
        cluster.startAll();
        cluster.awaitHealthy();
        try (Wire wire = node(2).wire()) {
            for (int i = 0; i < 50; i++) {
                assertThat(wire.ask("GET synced:" + i).block()).asString().isEqualTo("v" + i);
            }
        }
    }

    // ---- --config and variables

    private static RealServer started(String name, String... command) {
        RealServer server = new RealServer(name, 0, files, List.of(command));
        server.start();
        return server;
    }

    @Test
    void theCommandLineWinsOverTheVariableAndThatOverTheFile() throws IOException {
        int inFile = Tool.freePort();
        int inVariable = Tool.freePort();
        int inCommand = Tool.freePort();
        Path config = Files.writeString(
                files.resolve("node.properties"),
                "# a node\nid=filed\nport=" + inFile + "\ndata-dir=" + files.resolve("filed")
                        + "\ncoordinator=127.0.0.1:1\n");
        String option = "--config=" + config;
        RealServer byFile = started("by-file", Tool.KV, "node", option);
        awaitReady(byFile, "ready node filed on 127.0.0.1:" + inFile);
        assertThat(byFile.stop(PATIENCE)).isZero();
        RealServer byVariable = started(
                "by-variable",
                "env",
                "KV_PORT=" + inVariable,
                "KV_CONFIG=" + config,
                Tool.KV,
                "node");
        awaitReady(byVariable, "ready node filed on 127.0.0.1:" + inVariable);
        assertThat(byVariable.stop(PATIENCE)).isZero();
        RealServer byCommand = started(
                "by-command",
                "env",
                "KV_PORT=" + inVariable,
                Tool.KV,
                "node",
                option,
                "--port=" + inCommand);
        awaitReady(byCommand, "ready node filed on 127.0.0.1:" + inCommand);
        assertThat(byCommand.stop(PATIENCE)).isZero();

        Files.writeString(config, "prot=5001\n");
        RealServer misspelt = started("misspelt", Tool.KV, "node", option, "--data-dir=x");
        misspelt.awaitEnd(PATIENCE);
        assertThat(misspelt.process().exitValue()).isEqualTo(2);
        assertThat(misspelt.logged()).contains("has the key 'prot'", "--coordinator is missing");
        RealServer missing = started("missing", Tool.KV, "node", "--config=/nowhere");
        missing.awaitEnd(PATIENCE);
        assertThat(missing.logged())
                .contains("--config=/nowhere cannot be read: there is no such")
                .as("what a file that cannot be read holds")
                .doesNotContain("is missing");
    }

    // ---- limits

    @Test
    void aConnectionOverTheLimitIsToldAndTheOthersGoOn() throws IOException {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 10_240; i++) {
                all.add(new Socket("127.0.0.1", node(2).port()));
            }
            // The cluster's own connections count as well, so the last ones are over it.
            Socket last = all.get(all.size() - 1);
            BufferedReader said = new BufferedReader(
                    new InputStreamReader(last.getInputStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine())
                    .startsWith("ERR BUSY OVERLOADED retry-after=1s")
                    .contains("10240 connections", "close some");
            assertThat(said.readLine()).isNull();
            Socket first = all.get(0);
            first.getOutputStream().write("GET absent\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(
                                    first.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .isEqualTo("NOT_FOUND");
        } finally {
            for (Socket one : all) {
                one.close();
            }
        }
        Await.until("others come in again", PATIENCE, () -> {
            try (Wire wire = node(2).wire()) {
                return !wire.ask("GET absent").isError();
            }
        });
    }

    @Test
    void valuesInUnconfirmedAnswersAreBounded() throws Exception {
        Request put = Request.builder(Verb.PUT)
                .key("held".getBytes(StandardCharsets.US_ASCII))
                .value(new byte[1 << 20])
                .build();
        RealServer primary = cluster.primaryOf("held");
        List<Wire> wires = new ArrayList<>();
        int each = 16;
        try (Wire wire = primary.wire()) {
            assertThat(wire.ask(put).isOk()).isTrue();
            for (int i = 0; i < 8; i++) {
                wires.add(primary.wire());
            }
            cluster.others(primary).forEach(RealServer::pause);
            for (Wire one : wires) {
                one.send("GET held\n".repeat(each));
            }
            // Nothing can be confirmed now, so what is answered was refused.
            Await.until("some are refused", PATIENCE, () -> answered(wires) != null);
            Wire refused = answered(wires);
            assertThat(refused.reply().errorCode()).isEqualTo("OVERLOADED");
            cluster.others(primary).forEach(RealServer::resume);
            wires.remove(refused);
            int values = 0;
            for (Wire one : wires) {
                for (int i = 0; i < each; i++) {
                    values += one.reply().isError() ? 0 : 1;
                }
            }
            assertThat(values).isBetween(16, 48);
            refused.close();
        } finally {
            cluster.others(primary).forEach(RealServer::resume);
            for (Wire one : wires) {
                one.close();
            }
        }
        cluster.awaitHealthy();
    }

    private static Wire answered(List<Wire> wires) throws IOException {
        for (Wire wire : wires) {
            if (wire.hasAnswer()) {
                return wire;
            }
        }
        return null;
    }

    // ---- what any server knows

    @Test
    void aNodeExplainsAKeyAsTheCoordinatorDoes() throws IOException {
        List<String> walks = new ArrayList<>();
        for (int port : List.of(cluster.coordinator().port(), node(0).port())) {
            Tool.Result explained =
                    Tool.run(files, "", Tool.KV, "explain", "k", "--server=127.0.0.1:" + port);
            assertThat(explained.exitCode()).isZero();
            assertThat(explained.err()).isEmpty();
            walks.add(explained.out().lines().findFirst().orElseThrow());
        }
        assertThat(walks.get(0)).contains("walk=n").contains(" > ");
        assertThat(walks.get(1)).isEqualTo(walks.get(0));
    }
}
