package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A cluster for all tests of a class, which speak to one of its nodes over real sockets. */
abstract class AtOneNode {
    protected static RealCluster cluster;
    protected static RealServer node;

    @BeforeAll
    static void start() throws IOException {
        cluster = RealCluster.start(3);
        node = cluster.nodes().get(0);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    protected static String text(Reply reply) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(Status.VALUE);
        return new String(reply.block(), StandardCharsets.UTF_8);
    }

    /** Another connection is served as if nothing were. */
    protected static void assertOthersAreServed() throws IOException {
        try (Wire wire = node.wire()) {
            assertThat(wire.ask("PUT others served").isOk()).isTrue();
            assertThat(text(wire.ask("GET others"))).isEqualTo("served");
        }
    }

    /** False when the connection is gone. */
    protected static boolean sent(Wire wire, byte[] bytes) {
        try {
            wire.send(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
