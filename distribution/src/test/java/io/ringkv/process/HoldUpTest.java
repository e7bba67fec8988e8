package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that idle, do not read, or ask more than their share hold up nobody else. */
@Tag("process")
class HoldUpTest extends AtOneNode {
    @Test
    void twoHundredIdleConnectionsCostNobodyAnything() throws IOException {
        List<Wire> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                idle.add(node.wire());
            }
            assertOthersAreServed();
            for (Wire wire : idle) {
                assertThat(wire.ask("GET others").isError()).isFalse();
            }
        } finally {
            for (Wire wire : idle) {
                wire.close();
            }
        }
    }

    @Test
    void aClientThatNeverReadsStopsNobodyElse() throws Exception {
        Request put = Request.builder(Verb.PUT)
                .key("large".getBytes(StandardCharsets.US_ASCII))
                .value(new byte[1 << 20])
                .build();
        try (Wire wire = node.wire()) {
            assertThat(wire.ask(put).isOk()).isTrue();
        }
        byte[] gets = "GET large\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
        List<Wire> deaf = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Wire wire = node.wire();
            deaf.add(wire);
            Thread sender = new Thread(() -> {
                for (int k = 0; k < 1_000 && sent(wire, gets); k++) {}
            });
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        try (Wire wire = node.wire(Duration.ofSeconds(5))) {
            for (int i = 0; i < 300; i++) {
                assertThat(wire.ask("PUT lively:" + i + " x").isOk()).isTrue();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("one that does not read stops the others", e);
        } finally {
            for (Wire wire : deaf) {
                wire.close();
            }
            for (Thread sender : senders) {
                sender.join(5_000);
            }
        }
        assertThat(node.runs()).as(node.logged()).isTrue();
        assertOthersAreServed();
    }

    @Test
    void manyAskersAtOnceHoldUpNobody() throws IOException {
        String epoch = cluster.status().field("epoch");
        List<Wire> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Wire wire = cluster.coordinator().wire();
                flood.add(wire);
                wire.send("STATUS\nLIST_NODES\nEXPLAIN k\n".repeat(50));
            }
            for (int i = 0; i < 20; i++) {
                assertOthersAreServed();
            }
            cluster.awaitHealthy();
            assertThat(cluster.status().field("epoch"))
                    .as("nobody was judged DOWN")
                    .isEqualTo(epoch);
        } finally {
            for (Wire wire : flood) {
                wire.close();
            }
        }
    }

    @Test
    void askersWhoDoNotReadHoldUpNobody() throws IOException {
        List<Wire> flood = new ArrayList<>();
        try {
            for (RealServer server : List.of(cluster.coordinator(), node)) {
                for (int i = 0; i < 8; i++) {
                    Wire wire = server.wire();
                    flood.add(wire);
                    wire.send("GET_VIEW\nSTATUS\n".repeat(10_000));
                }
            }
            for (int i = 0; i < 20; i++) {
                assertOthersAreServed();
                try (Wire wire = cluster.coordinator().wire()) {
                    assertThat(wire.ask("STATUS").isOk()).isTrue();
                }
            }
            cluster.awaitHealthy();
        } finally {
            for (Wire wire : flood) {
                wire.close();
            }
        }
    }
}
