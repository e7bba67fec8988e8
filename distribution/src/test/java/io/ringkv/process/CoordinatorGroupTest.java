package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three coordinators and three nodes: none of the three is needed, whichever it is. */
@Tag("process")
class CoordinatorGroupTest {
    private static final int KEYS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGER_THAN_ELECTIONS_NANOS = 5_000_000_000L;

    private RealCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(3, 3);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    private static String leaderAsSeenBy(RealServer coordinator) throws IOException {
        try (Wire wire = coordinator.wire(Duration.ofSeconds(1))) {
            return String.valueOf(wire.ask("INFO").field("leader"));
        }
    }

    private static boolean leads(RealServer coordinator) throws IOException {
        return coordinator.runs() && leaderAsSeenBy(coordinator).equals(coordinator.name());
    }

    private RealServer leader() {
        Await.until("a leader", PATIENCE, () -> findLeader() != null);
        return findLeader();
    }

    private RealServer findLeader() {
        for (RealServer one : cluster.coordinators()) {
            try {
                if (leads(one)) {
                    return one;
                }
            } catch (IOException e) {
                // It does not answer now.
            }
        }
        return null;
    }

    private RealServer follower() {
        RealServer leader = leader();
        return cluster.coordinators().stream()
                .filter(one -> one != leader && one.runs())
                .findFirst()
                .orElseThrow();
    }

    /** How long it took is printed: a machine that is busy takes longer than the two seconds that are meant. */
    private void awaitNewLeader(String what) {
        long began = System.nanoTime();
        Await.until(what, PATIENCE, () -> findLeader() != null);
        System.out.printf("%s after %d ms%n", what, (System.nanoTime() - began) / 1_000_000);
    }

    private static Reply ask(RealServer server, String line) throws IOException {
        try (Wire wire = server.wire()) {
            return wire.ask(line);
        }
    }

    /** A second process of that id, as somebody starts it who copies a command. */
    private RealServer elsewhere(RealServer one, Path dir) {
        int port = Tool.freePort();
        String peers = cluster.coordinators().stream()
                .map(each -> each == one
                        ? each.name() + "=127.0.0.1:" + port + "/" + Tool.freePort()
                        : each.name() + "=127.0.0.1:" + each.port() + "/" + cluster.logPortOf(each))
                .collect(Collectors.joining(","));
        return new RealServer(
                dir.getFileName().toString(),
                port,
                cluster.dir(),
                List.of(
                        Tool.KV,
                        "coordinator",
                        "--id=" + one.name(),
                        "--peers=" + peers,
                        "--data-dir=" + dir));
    }

    private static void copyOf(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private void awaitNodeState(RealServer asked, RealServer node, String state) {
        Await.until(
                node.name() + " is " + state,
                PATIENCE,
                () -> ask(asked, "LIST_NODES").items().stream()
                        .anyMatch(item -> item.word(1).equals(node.name())
                                && state.equals(item.field("state"))));
    }

    @Test
    void whenTheLeaderIsKilledWritesGoOnAndTheNextOneSeesANodeDie() throws IOException {
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(300);
            RealServer killed = leader();
            killed.kill9();
            awaitNewLeader("a new leader");
            writers.awaitMore(300);
            Await.until(
                    "the status names who is away",
                    PATIENCE,
                    () -> RealCluster.status(follower())
                            .items()
                            .toString()
                            .contains("coordinator " + killed.name()));

            RealServer node = cluster.nodes().get(0);
            node.kill9();
            awaitNodeState(follower(), node, "DOWN");
            writers.awaitMore(300);

            node.start();
            killed.start();
            cluster.awaitHealthy();
            awaitNodeState(killed, node, "UP");
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }

    @Test
    void anyCoordinatorAnswersAndPassesChangesOn() throws IOException {
        RealServer follower = follower();
        assertThat(ask(follower, "LIST_NODES").items()).hasSize(3);
        assertThat(ask(follower, "STATUS").field("health")).isEqualTo("HEALTHY");
        assertThat(ask(follower, "SET_REPLICAS 2").isOk()).isTrue();
        Await.until(
                "everybody knows",
                PATIENCE,
                () -> cluster.coordinators().stream()
                        .allMatch(one -> statusField(one, "replicas").equals("2")));
        Tool.demand(
                cluster.dir(),
                Tool.KV,
                "drain",
                "n1",
                "--no-wait",
                "--server=127.0.0.1:" + follower.port());
        awaitNodeState(leader(), cluster.nodes().get(0), "DRAINING");
        assertThat(ask(follower, "LIST_COORDINATORS").items()).hasSize(3);
    }

    private static String statusField(RealServer asked, String field) {
        try {
            return String.valueOf(RealCluster.status(asked).field(field));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void withoutAMajorityReadsAndWritesGoOnAndJoinsWaitUntilItIsBack() throws IOException {
        try (Writers writers = new Writers(cluster.nodes(), 4, KEYS)) {
            writers.awaitMore(300);
            RealServer left = follower();
            List<RealServer> gone =
                    cluster.coordinators().stream().filter(one -> one != left).toList();
            gone.forEach(RealServer::kill9);
            Await.until(
                    "the one that is left says so",
                    PATIENCE,
                    () -> RealCluster.status(left).items().toString().contains("no majority"));
            writers.awaitMore(300);
            left.kill9();
            writers.awaitMore(300);
            RealServer late = cluster.join();
            cluster.coordinators().forEach(RealServer::start);
            cluster.awaitHealthy();
            awaitNodeState(leader(), late, "UP");
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);
        }
    }

    @Test
    void oneWhoseDiskWasLostIsTakenInAnew() throws IOException {
        RealServer lost = follower();
        lost.kill9();
        Tool.delete(cluster.dir().resolve(lost.name()));
        lost.start();
        Await.until(
                "it is taken in",
                PATIENCE,
                () -> lost.logged().contains(lost.name() + " is one of the coordinators again"));
        Await.until(
                "it knows the nodes",
                PATIENCE,
                () -> ask(lost, "LIST_NODES").items().size() == 3);
        leader().kill9();
        awaitNewLeader("a new leader");
        Await.until(
                "a change", PATIENCE, () -> ask(follower(), "SET_REPLICAS 2").isOk());
    }

    /** Together with one that missed the last change it would be a majority, and that change be lost. */
    @Test
    void aDirectoryThatAnotherOneTookThePlaceOfHasNoVote() throws IOException {
        RealServer replaced = follower();
        Path home = cluster.dir().resolve(replaced.name());
        Path old = cluster.dir().resolve("old");
        replaced.kill9();
        Files.move(home, old);
        replaced.start();
        Await.until(
                "it is taken in",
                PATIENCE,
                () -> replaced.logged()
                        .contains(replaced.name() + " is one of the coordinators again"));
        RealServer newest = leader();
        RealServer behind = cluster.coordinators().stream()
                .filter(one -> one != replaced && one != newest)
                .findFirst()
                .orElseThrow();
        behind.kill9();
        Await.until("a change", PATIENCE, () -> ask(newest, "SET_REPLICAS 2").isOk());
        newest.kill9();
        replaced.kill9();
        Tool.delete(home);
        Files.move(old, home);
        replaced.start();
        behind.start();
        long until = System.nanoTime() + LONGER_THAN_ELECTIONS_NANOS;
        while (System.nanoTime() < until) {
            assertThat(findLeader()).isNull();
        }
        newest.start();
        awaitNewLeader("a leader with the newest log");
        Await.until(
                "the change", PATIENCE, () -> ask(newest, "STATUS").longField("replicas", 0) == 2);
        replaced.awaitEnd(PATIENCE);
        assertThat(replaced.logged()).contains("another directory has taken the place of this one");
    }

    @Test
    void oneThatWasRemovedWhileItWasAwayEndsAndSaysSo() throws IOException {
        RealServer removed = follower();
        removed.kill9();
        Tool.demand(
                cluster.dir(),
                Tool.KV,
                "coordinators",
                "remove",
                removed.name(),
                "--server=127.0.0.1:" + leader().port());
        removed.start();
        removed.awaitEnd(PATIENCE);
        assertThat(removed.logged())
                .contains(
                        "was removed from the coordinators",
                        "remove " + cluster.dir().resolve(removed.name()) + ", start it");
        assertThat(RealCluster.status(leader()).field("health")).isEqualTo("HEALTHY");
    }

    @Test
    void nobodyIsAddedWhereNobodyAnswers() throws IOException {
        Reply reply = ask(follower(), "ADD_COORDINATOR c4 127.0.0.1 1");
        assertThat(reply.text()).contains("no coordinator answers at 127.0.0.1:1");
        assertThat(ask(follower(), "LIST_COORDINATORS").items()).hasSize(3);
    }

    @Test
    void whoseDirectoryVanishesEnds() throws IOException {
        for (RealServer server : List.of(follower(), cluster.nodes().get(0))) {
            // At once: what is deleted file by file gets new ones meanwhile.
            Path dir = cluster.dir().resolve(server.name());
            Files.move(dir, cluster.dir().resolve(server.name() + "-elsewhere"));
            server.awaitEnd(PATIENCE);
            assertThat(server.logged()).contains("was removed or replaced while it was in use");
        }
    }

    @Test
    void aLeaderThatIsToldToStopHandsTheLeadOver() {
        RealServer stopped = leader();
        assertThat(stopped.stop(Duration.ofSeconds(9))).isZero();
        assertThat(stopped.logged()).contains("leads from now on: true");
        awaitNewLeader("the next leader");
    }

    @Test
    void whoIsNotTheOneThatTheOthersKnowIsRefused() throws IOException {
        RealServer one = follower();
        one.kill9();
        Path identity = cluster.dir().resolve(one.name()).resolve("coordinator.properties");
        String known = Files.readString(identity);
        Files.writeString(identity, known.replaceAll("(?m)^cluster=.*$", "cluster=another"));
        one.start();
        one.awaitEnd(PATIENCE);
        assertThat(one.logged()).contains("belongs to cluster another", "start", "--data-dir");
        Files.writeString(identity, known.replaceAll("(?m)^id=.*$", "id=c9"));
        one.start();
        one.awaitEnd(PATIENCE);
        assertThat(one.logged()).contains("belongs to coordinator c9");
        Files.writeString(identity, known);

        Path copy = cluster.dir().resolve("copy");
        copyOf(cluster.dir().resolve(one.name()), copy);
        one.start();
        for (Path dir : List.of(copy, cluster.dir().resolve("empty"))) {
            RealServer twin = elsewhere(one, dir);
            twin.start();
            twin.awaitEnd(PATIENCE);
            assertThat(twin.logged())
                    .contains(
                            "the others know coordinator " + one.name() + " at 127.0.0.1:"
                                    + one.port(),
                            "To move");
        }
        assertThat(ask(leader(), "LIST_COORDINATORS").items()).hasSize(3);
        assertThat(one.runs()).isTrue();
    }
}
