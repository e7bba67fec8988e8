package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Processes that are coordinator and node at once: one alone, and three of which none is special. */
@Tag("process")
class BothRolesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration STOP = Duration.ofSeconds(12);

    private final List<RealServer> servers = new ArrayList<>();
    private Path dir;

    @BeforeEach
    void makeDirectory() throws IOException {
        dir = Files.createTempDirectory("ringkv-both");
    }

    @AfterEach
    void end() throws IOException {
        servers.stream().filter(RealServer::runs).forEach(RealServer::kill9);
        Tool.delete(dir);
    }

    private RealServer server(String id, int port, String... more) {
        List<String> command =
                new ArrayList<>(List.of(Tool.KV, "server", "--id=" + id, "--port=" + port));
        command.addAll(Arrays.asList(more));
        RealServer server = new RealServer(id, port, dir, command);
        servers.add(server);
        server.start();
        return server;
    }

    private List<RealServer> three() {
        List<Integer> ports = new ArrayList<>();
        List<String> peers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            ports.add(Tool.freePort());
            peers.add("s" + i + "=127.0.0.1:" + ports.get(i - 1) + "/" + Tool.freePort() + "/"
                    + Tool.freePort());
        }
        for (int i = 1; i <= 3; i++) {
            server(
                    "s" + i,
                    ports.get(i - 1),
                    "--peers=" + String.join(",", peers),
                    "--form-after=60s",
                    "--data-dir=" + dir.resolve("s" + i));
        }
        awaitHealthy(3);
        return servers;
    }

    private void awaitHealthy(int nodes) {
        Await.until(
                "all are healthy",
                PATIENCE,
                () -> servers.stream()
                        .filter(RealServer::runs)
                        .allMatch(one -> isHealthy(said(one, "STATUS"), nodes)));
    }

    private static boolean isHealthy(String status, int nodes) {
        return status.contains("health=HEALTHY") && status.contains("nodes=" + nodes + " ");
    }

    private static String said(RealServer server, String line) {
        try (Wire wire = server.wire(Duration.ofSeconds(2))) {
            return wire.ask(line).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void oneAloneIsAClusterAndKeepsItsData() throws IOException {
        int port = Tool.freePort();
        String[] ports = {"--coordinator-port=" + Tool.freePort(), "--log-port=" + Tool.freePort()};
        RealServer alone = server("s1", port, ports);
        awaitHealthy(1);
        try (Wire wire = alone.wire()) {
            assertThat(wire.ask("PUT k v").field("acks")).isEqualTo("1/1");
        }
        assertThat(alone.logged()).contains("ready server s1: ready node s1 on 127.0.0.1:" + port);
        assertThat(dir.resolve("ringkv-s1/coordinator/log")).isDirectory();
        assertThat(dir.resolve("ringkv-s1/node/identity.properties")).exists();
        assertThat(alone.stop(STOP)).isZero();
        alone.start();
        awaitHealthy(1);
        try (Wire wire = alone.wire()) {
            assertThat(wire.ask("GET k").block()).asString().isEqualTo("v");
        }
    }

    @Test
    void noneOfThreeIsNeeded() throws IOException {
        three();
        for (RealServer lost : List.copyOf(servers)) {
            String key = "without:" + lost.name();
            lost.kill9();
            for (RealServer left : servers) {
                if (left.runs()) {
                    Await.until(
                            left.name() + " takes a write",
                            PATIENCE,
                            () -> said(left, "PUT --level=quorum " + key + " v").contains("2/3"));
                }
            }
            lost.start();
            awaitHealthy(3);
            assertThat(said(lost, "EXISTS " + key)).contains("OK");
        }
    }

    @Test
    void oneThatIsToldToStopHandsBothRolesOver() {
        three();
        RealServer stopped = servers.get(0);
        assertThat(stopped.stop(STOP)).isZero();
        assertThat(stopped.logged()).contains("NodeProcess stopped", "CoordinatorProcess stopped");
        assertThat(stopped.logged().indexOf("NodeProcess stopped"))
                .isLessThan(stopped.logged().indexOf("CoordinatorProcess stopped"));
        assertThat(said(servers.get(1), "PUT k v")).contains("OK", "acks=2/3");
    }

    private void untilDone(String... words) {
        List<String> command = new ArrayList<>(List.of(Tool.KV));
        command.addAll(Arrays.asList(words));
        command.add("--server=127.0.0.1:" + servers.get(0).port());
        Await.until(
                String.join(" ", words),
                PATIENCE,
                () -> Tool.run(dir, "", command.toArray(String[]::new)).exitCode() == 0);
    }

    @Test
    void whoseCoordinatorIsRemovedEndsAndWhoseNodeWasIsNotStartedAgain() {
        three();
        RealServer removed = servers.get(2);
        untilDone("set-replicas", "2");
        untilDone("remove", "s3");
        assertThat(removed.runs()).isTrue();
        assertThat(removed.stop(STOP)).isZero();
        removed.start();
        removed.awaitEnd(PATIENCE);
        assertThat(removed.logged()).contains("kv server: ", "s3 was removed from the cluster");
        untilDone("coordinators", "remove", "s3");
        Tool.Result kept = Tool.kv(
                dir, "127.0.0.1:" + servers.get(0).port(), "", "coordinators", "remove", "s2");
        assertThat(kept.err()).contains("s2 is a node, too", "kv drain s2");
        assertThat(kept.exitCode()).isNotZero();
        untilDone("set-replicas", "1");
        untilDone("drain", "s2");
        untilDone("coordinators", "remove", "s2");
        servers.get(1).awaitEnd(PATIENCE);
        assertThat(servers.get(1).logged()).contains("kv server: ", "if it was removed");
        assertThat(servers.get(0).runs()).isTrue();
    }

    @Test
    void aFailureOfEitherRoleEndsTheProcessWithItsReason() throws IOException {
        int port = Tool.freePort();
        int coordinator = Tool.freePort();
        RealServer other = server(
                "s1", port, "--coordinator-port=" + coordinator, "--log-port=" + Tool.freePort());
        awaitHealthy(1);
        RealServer same = server("s2", Tool.freePort(), "--coordinator-port=" + coordinator);
        same.awaitEnd(PATIENCE);
        assertThat(same.process().exitValue()).isEqualTo(1);
        assertThat(same.logged())
                .contains("kv server: cannot start: cannot listen on 127.0.0.1:" + coordinator);
        Files.createFile(Files.createDirectory(dir.resolve("n")).resolve("identity.properties"));
        RealServer foreign = server("s3", Tool.freePort(), "--data-dir=" + dir.resolve("n"));
        foreign.awaitEnd(PATIENCE);
        assertThat(foreign.logged()).contains("belongs to a storage node; give this server a dir");
        assertThat(other.runs()).isTrue();
    }
}
