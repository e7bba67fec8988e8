package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server that cannot start says in one line what, why and what to do, and ends with the documented code. */
@Tag("process")
class BadStartTest {
    private static final int CANNOT_START = 1;
    private static final int USAGE = 2;
    private static final String NOWHERE = "--coordinator=127.0.0.1:1";

    private Path dir;
    private final List<RealServer> started = new ArrayList<>();

    @BeforeEach
    void makeDirectory() throws IOException {
        dir = Files.createTempDirectory("ringkv-bad-start");
    }

    @AfterEach
    void end() throws IOException {
        started.stream().filter(RealServer::runs).forEach(RealServer::kill9);
        Tool.delete(dir);
    }

    private Tool.Result kv(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tool.KV));
        command.addAll(Arrays.asList(arguments));
        return Tool.run(dir, "", Duration.ofSeconds(40), command);
    }

    private static void assertRefused(Tool.Result result, int code, String... parts) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).doesNotContain("\tat ").doesNotContain("Exception");
        List<String> lines = result.errLines().stream()
                .filter(line -> !line.startsWith("See "))
                .filter(line -> line.startsWith("kv "))
                .toList();
        assertThat(lines).as(result.err()).hasSize(1);
        assertThat(lines.get(0)).contains(parts);
    }

    private RealServer server(String name, int port, String... command) {
        RealServer server = new RealServer(name, port, dir, List.of(command));
        started.add(server);
        server.start();
        return server;
    }

    private RealServer coordinator(String name) {
        int port = Tool.freePort();
        RealServer server = server(
                name,
                port,
                Tool.KV,
                "coordinator",
                "--port=" + port,
                "--log-port=" + Tool.freePort(),
                "--data-dir=" + dir.resolve(name),
                "--replicas=1");
        awaitReady(server);
        return server;
    }

    private RealServer node(String id, RealServer coordinator) {
        int port = Tool.freePort();
        RealServer server = server(
                id,
                port,
                Tool.KV,
                "node",
                "--id=" + id,
                "--port=" + port,
                "--data-dir=" + dir.resolve(id),
                "--coordinator=127.0.0.1:" + coordinator.port());
        awaitReady(server);
        return server;
    }

    private static void awaitReady(RealServer server) {
        Await.until(
                server.name() + " is ready",
                Duration.ofSeconds(40),
                () -> server.logged().contains("ready "));
    }

    /** 1 would say that the key is not found. */
    @Test
    void aCommandWhoseJvmDoesNotStart() {
        Tool.Result result = Tool.run(dir, "", "env", "KV_JAVA_OPTS=-Xbogus", Tool.KV, "get", "k");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).contains("the JVM does not start with KV_JAVA_OPTS=-Xbogus");
    }

    @Test
    void aClosedInputIsNoEmptyValue() {
        Tool.Result result = Tool.run(dir, "", "sh", "-c", "exec '" + Tool.KV + "' put k - <&-");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).contains("standard input: it is closed; nothing was written");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertRefused(
                    kv("node", "--data-dir=n", NOWHERE, "--port=" + port),
                    CANNOT_START,
                    "127.0.0.1:" + port,
                    "another process",
                    "--port");
            String free = Integer.toString(Tool.freePort());
            assertRefused(
                    kv("coordinator", "--data-dir=c", "--port=" + port, "--log-port=" + free),
                    CANNOT_START,
                    "127.0.0.1:" + port,
                    "another process",
                    "--port");
            assertRefused(
                    kv("coordinator", "--data-dir=c", "--port=" + free, "--log-port=" + port),
                    CANNOT_START,
                    "127.0.0.1:" + port,
                    "another process",
                    "--log-port");
        }
    }

    @Test
    void oneBadOption() {
        assertRefused(
                kv("node", "--data-dir=n", NOWHERE, "--nonsense"),
                USAGE,
                "unknown option",
                "--nonsense");
        assertRefused(
                kv("coordinator", "--data-dir=c", "--port=abc"),
                USAGE,
                "--port=abc",
                "number from 0 to 65535");
        assertRefused(
                kv("node", "--data-dir=n", NOWHERE, "--port=65536"),
                USAGE,
                "--port=65536",
                "65535");
        assertRefused(kv("coordinator"), USAGE, "--data-dir is missing", "give");
        assertRefused(kv("node", "--data-dir=n"), USAGE, "--coordinator is missing", "HOST:PORT");
        assertThat(Files.exists(dir.resolve("n"))).isFalse();
    }

    @Test
    void helpAndVersionNeedNothingElse() {
        for (String server : List.of("node", "coordinator")) {
            Tool.Result version = kv(server, "--version");
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).matches("RingKV [0-9.]+\n");
            Tool.Result help = kv(server, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("--secret-file", "KV_DATA_DIR", "Exit codes:");
            assertThat(help.out()).doesNotContain("null").containsPattern("default:\\s+5000");
        }
    }

    @Test
    void severalBadOptionsAreReportedTogether() {
        Tool.Result result = kv(
                "node",
                "--port=x",
                "--weight=1000",
                "--store=disk",
                "--coordinator=nonsense",
                "--wrong");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(result.errLines().stream().filter(line -> line.startsWith("kv node: ")))
                .hasSize(6);
        assertThat(result.err())
                .contains("--port=x", "--weight=1000", "--store=disk", "nonsense", "--wrong")
                .contains("--data-dir is missing")
                .contains("See kv node --help");
    }

    @Test
    void aNodeTimeoutThatNoNodeCouldKeep() {
        assertRefused(
                kv("coordinator", "--data-dir=c", "--node-timeout=999ms"),
                USAGE,
                "--node-timeout=999ms",
                "heartbeats",
                "1s or more");
    }

    @Test
    void valuesThatTheHeapCannotHold() {
        String[] said = {"--max-value-bytes=67108864", "448 MiB", "KV_JAVA_OPTS=-Xmx448m"};
        assertRefused(
                kv("node", "--data-dir=n", NOWHERE, "--max-value-bytes=67108864"), USAGE, said);
        Tool.Result two =
                kv("node", "--data-dir=n", "--max-value-bytes=67108864", "--coordinator=x");
        assertThat(two.exitCode()).isEqualTo(USAGE);
        assertThat(two.err()).contains(said).contains("--coordinator");
    }

    @Test
    void theTwoPortsOfACoordinatorAreTheSame() {
        assertRefused(
                kv("coordinator", "--data-dir=c", "--port=8701", "--log-port=8701"),
                USAGE,
                "--log-port=8701",
                "--port",
                "choose another");
    }

    @Test
    void aDirectoryThatIsAFile() throws IOException {
        Files.writeString(dir.resolve("file"), "x");
        for (String path : List.of("file", "file/below")) {
            assertRefused(
                    kv("node", NOWHERE, "--data-dir=" + path), USAGE, path, "file", "directory");
            assertRefused(
                    kv("coordinator", "--data-dir=" + path), USAGE, path, "file", "directory");
        }
    }

    @Test
    void aDirectoryThatCannotBeMade() {
        String[] said = {"/proc/foo cannot be created", "--data-dir", "choose another"};
        assertRefused(kv("node", "--data-dir=/proc/foo", NOWHERE, "--port=0"), CANNOT_START, said);
        assertRefused(
                kv("coordinator", "--data-dir=/proc/foo", "--port=" + Tool.freePort()),
                CANNOT_START,
                said);
    }

    @Test
    void aFileThatIsNotThere() {
        String[] said = {"--secret-file=/nowhere", "there is no such file", "check the path"};
        assertRefused(kv("node", "--data-dir=n", NOWHERE, "--secret-file=/nowhere"), USAGE, said);
    }

    @Test
    void anUnreachableCoordinatorIsTriedUntilTheNodeIsStopped() {
        RealServer node = server(
                "n1",
                Tool.freePort(),
                Tool.KV,
                "node",
                "--id=n1",
                "--port=" + Tool.freePort(),
                "--data-dir=" + dir.resolve("n1"),
                NOWHERE);
        awaitReady(node);
        assertThat(Await.holdsWithin(Duration.ofSeconds(2), () -> !node.runs())).isFalse();
        assertThat(node.stop(Duration.ofSeconds(10))).isZero();
        assertThat(node.logged()).doesNotContain("\tat ");
        assertRefused(
                kv("node", "--id=other", "--data-dir=" + dir.resolve("n1"), NOWHERE, "--port=0"),
                CANNOT_START,
                "belongs to node n1, not to other",
                "start it as n1");
    }

    @Test
    void aDirectoryInUseOrOfAnotherCluster() {
        RealServer first = coordinator("first");
        RealServer node = node("n1", first);
        Await.until("the node has joined", Duration.ofSeconds(30), () -> {
            try (Wire wire = node.wire()) {
                return wire.ask("PUT k v").isOk();
            }
        });
        String data = "--data-dir=" + dir.resolve("n1");
        assertRefused(
                kv("node", data, "--coordinator=127.0.0.1:" + first.port(), "--port=0"),
                CANNOT_START,
                "in use by process " + node.process().pid(),
                "stop that one");
        assertRefused(
                kv("coordinator", "--data-dir=first", "--port=0", "--log-port=" + Tool.freePort()),
                CANNOT_START,
                "in use",
                "stop that one");
        assertRefused(
                kv("node", "--data-dir=first", NOWHERE, "--port=0"),
                CANNOT_START,
                "belongs to a coordinator",
                "of its own");
        assertThat(node.stop(Duration.ofSeconds(10))).isZero();
        RealServer second = coordinator("second");
        assertRefused(
                kv("node", data, "--coordinator=127.0.0.1:" + second.port(), "--port=0"),
                CANNOT_START,
                "cluster",
                "n1");
        assertRefused(
                kv("coordinator", data, "--port=0", "--log-port=" + Tool.freePort()),
                CANNOT_START,
                "belongs to a storage node",
                "of its own");
        assertThat(first.stop(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void aCommandWithoutAServerOrWithAWrongWord() {
        assertRefusedCommand(kv("get", "a", "--server=127.0.0.1:1"), 3, "127.0.0.1:1");
        assertRefusedCommand(kv("get", "a", "--server=foo"), USAGE, "foo");
        assertRefusedCommand(kv("frobnicate"), USAGE, "frobnicate");
    }

    private static void assertRefusedCommand(Tool.Result result, int code, String part) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).startsWith("kv: ").contains(part).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }
}
