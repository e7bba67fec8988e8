package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that harm themselves, and must harm nobody else. */
class ClientsTest extends UnderFault {
    private static final int CLIENT_PROCESSES = 2;
    private static final int CONNECTIONS_EACH = 5_000;
    private static final int READERS_EACH = 10;
    private static final int LITTLE_READS = 80;
    private static final int PIPELINED = 2_000;
    private static final int STOPPED_SECONDS = 5;
    private static final String LARGE = "large";

    /** The heap of a node, as much for buffers, what its store may take, and the JVM itself. */
    private static final long MEGABYTES_MAX = 1_024;

    private void assertNobodyEnded(List<Long> before) {
        assertThat(pids()).as("the processes are the same").isEqualTo(before);
    }

    private List<Long> pids() {
        return cluster.all().stream().map(server -> server.process().pid()).toList();
    }

    @Test
    @Tag("faults-short")
    void clientsAskAndNeverRead() throws Exception {
        run("clients that ask for values of 1 MB and never read", () -> {
            List<Long> before = pids();
            putLarge();
            while (goesOn()) {
                try (SlowReaders none = new SlowReaders(cluster.nodes(), READERS_EACH, LARGE)) {
                    hold(4);
                }
            }
            assertNobodyEnded(before);
            assertMemoryIsBounded();
        });
    }

    @Test
    void clientsReadMoreSlowlyThanTheyAsk() throws Exception {
        run("clients that ask for values of 1 MB and read slowly", () -> {
            List<Long> before = pids();
            putLarge();
            long read = 0;
            while (goesOn()) {
                try (SlowReaders slow = new SlowReaders(cluster.nodes(), READERS_EACH, LARGE)) {
                    for (int i = 0; i < LITTLE_READS; i++) {
                        slow.readALittleOfEach();
                        hold(0.05);
                    }
                    read += slow.bytesRead();
                }
            }
            assertThat(read).as("bytes that slow clients read").isPositive();
            assertNobodyEnded(before);
            assertMemoryIsBounded();
        });
    }

    private void putLarge() throws IOException {
        try (Wire wire = node(0).wire()) {
            String large = "x".repeat(1 << 20);
            assertThat(wire.ask("PUT --length=" + large.length() + " " + LARGE + "\n" + large)
                            .isOk())
                    .isTrue();
        }
    }

    /** They asked each node for 2 GB at once. */
    private void assertMemoryIsBounded() throws IOException {
        for (RealServer node : cluster.nodes()) {
            long peak = PeakMemory.megabytesOf(node);
            System.out.println(node.name() + " had at most " + peak + " MB");
            assertThat(peak).as("megabytes of %s", node.name()).isLessThan(MEGABYTES_MAX);
        }
    }

    @Test
    void tenThousandConnectionsAskOfOneNode() throws Exception {
        run("10,000 connections to a node, each asking in turn", () -> {
            List<Long> before = pids();
            List<ClientProcess> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENT_PROCESSES; i++) {
                    clients.add(new ClientProcess(
                            ManyConnections.class,
                            node(0).host(),
                            Integer.toString(node(0).port()),
                            Integer.toString(CONNECTIONS_EACH)));
                }
                for (ClientProcess client : clients) {
                    client.awaitAtLeast(ManyConnections.CONNECTED, CONNECTIONS_EACH);
                }
                holdToTheEnd();
                for (ClientProcess client : clients) {
                    long answered = client.last(ManyConnections.ANSWERED);
                    client.awaitAtLeast(ManyConnections.ANSWERED, answered + CONNECTIONS_EACH);
                }
                for (ClientProcess client : clients) {
                    client.awaitEnd();
                }
            } finally {
                for (ClientProcess client : clients) {
                    client.close();
                }
            }
            assertNobodyEnded(before);
        });
    }

    @Test
    @Tag("faults-short")
    void aClientStopsInTheMiddleOfItsPipeline() throws Exception {
        run("SIGSTOP of a client in the middle of its pipeline", () -> {
            List<Long> before = pids();
            try (ClientProcess client = new ClientProcess(
                    Pipeline.class, node(0).host(), Integer.toString(node(0).port()))) {
                do {
                    long acknowledged = client.last(Pipeline.ACKNOWLEDGED);
                    client.awaitAtLeast(Pipeline.ACKNOWLEDGED, acknowledged + PIPELINED);
                    client.pause();
                    long stoppedAt = client.last(Pipeline.ACKNOWLEDGED);
                    hold(STOPPED_SECONDS);
                    assertThat(client.last(Pipeline.ACKNOWLEDGED)).isEqualTo(stoppedAt);
                    client.resume();
                } while (goesOn());
                client.awaitAtLeast(
                        Pipeline.ACKNOWLEDGED, client.last(Pipeline.ACKNOWLEDGED) + PIPELINED);
                client.awaitEnd();
                assertThat(client.last(Pipeline.READ)).isEqualTo(Pipeline.KEYS);
            }
            assertNobodyEnded(before);
        });
    }

    @Test
    @Tag("faults-short")
    void malformedBytesReachEveryPort() throws Exception {
        run("malformed bytes on every port", () -> {
            List<Long> before = pids();
            Garbage garbage = new Garbage(7);
            while (goesOn()) {
                for (RealServer server : cluster.all()) {
                    garbage.send(server.host(), server.port());
                }
                logPortGets(garbage);
            }
            assertNobodyEnded(before);
            System.out.println("malformed: " + garbage.sent() + " connections");
        });
    }

    /** It listens on its own machine's loopback alone. */
    private void logPortGets(Garbage garbage) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        Network.namespace("coordinator"),
                        "nc",
                        "-q",
                        "0",
                        "-w",
                        "1",
                        "127.0.0.1",
                        Integer.toString(cluster.logPort()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(garbage.next());
        } catch (IOException e) {
            // It was closed before it had read all.
        }
        process.waitFor();
    }
}
