package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that harm themselves, and must harm nobody else. */
class ClientsTest extends UnderFault {
    private static final int CONNECTIONS = 9_900;
    private static final int STOPPED_CLIENTS = 10;
    private static final int QUESTIONS = 200;
    private static final int SHARES = 10;

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
            try (Wire wire = node(0).wire()) {
                String large = "x".repeat(1 << 20);
                assertThat(wire.ask("PUT --length=" + large.length() + " large\n" + large)
                                .isOk())
                        .isTrue();
            }
            while (goesOn()) {
                List<Closeable> stopped = new ArrayList<>();
                for (RealServer node : cluster.nodes()) {
                    for (int i = 0; i < STOPPED_CLIENTS; i++) {
                        stopped.add(neverReading(node));
                    }
                }
                hold(4);
                for (Closeable client : stopped) {
                    client.close();
                }
            }
            assertNobodyEnded(before);
        });
    }

    private static Closeable neverReading(RealServer node) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(node.host(), node.port()), 5_000);
        socket.getOutputStream()
                .write("GET large\n".repeat(QUESTIONS).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void tenThousandConnectionsAskOfOneNode() throws Exception {
        run("9,900 connections to a node, each asking in turn", () -> {
            List<Long> before = pids();
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    Socket socket = new Socket();
                    sockets.add(socket);
                    socket.setSoTimeout(30_000);
                    socket.connect(new InetSocketAddress(node(0).host(), node(0).port()), 30_000);
                }
                do {
                    askAll(sockets);
                } while (goesOn());
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            assertNobodyEnded(before);
        });
    }

    /** All of a share at once, so that their answers are waited for together. */
    private static void askAll(List<Socket> sockets) throws IOException {
        byte[] question = "EXISTS nothing\n".getBytes(StandardCharsets.UTF_8);
        int share = sockets.size() / SHARES;
        for (int from = 0; from < sockets.size(); from += share) {
            List<Socket> some = sockets.subList(from, Math.min(from + share, sockets.size()));
            for (Socket socket : some) {
                socket.getOutputStream().write(question);
            }
            for (Socket socket : some) {
                assertThat(line(socket)).isEqualTo("NOT_FOUND");
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString().strip();
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
