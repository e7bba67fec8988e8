package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three hundred clients that send almost all of a large block and stall, at processes with little memory. */
@Tag("process")
class InputBoundTest {
    private static final int STALLED = 300;
    private static final int VALUE_BYTES = 1 << 20;
    private static final byte[] ALMOST_ALL = new byte[1_040_000];
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static void stall(RealServer server, List<Wire> stalled) throws IOException {
        for (int i = 0; i < STALLED; i++) {
            Wire wire = server.wire();
            stalled.add(wire);
            try {
                wire.send("PUT --length=" + VALUE_BYTES + " h" + i + "\n").send(ALMOST_ALL);
            } catch (IOException refused) {
                // As the first ones have not stalled for long yet.
            }
        }
    }

    /** Whoever is refused while nobody has stalled for long comes again. */
    private static void putUntilServed(RealServer node) {
        Request put = Request.builder(Verb.PUT)
                .key("large".getBytes(StandardCharsets.US_ASCII))
                .value(new byte[VALUE_BYTES])
                .build();
        Await.until("a large value is stored", PATIENCE, () -> {
            try (Wire client = node.wire(PATIENCE)) {
                return client.ask(put).isOk();
            } catch (IOException refused) {
                return false;
            }
        });
    }

    @Test
    void theProcessesLiveAndOthersAreServed() throws IOException {
        Map<String, String> little = Map.of("KV_JAVA_OPTS", "-Xmx128m");
        List<Wire> stalled = new ArrayList<>();
        try (RealCluster cluster =
                RealCluster.start(1, new RealCluster.Options(little, List.of(), List.of()))) {
            RealServer node = cluster.nodes().get(0);
            RealServer coordinator = cluster.coordinator();
            stall(node, stalled);
            putUntilServed(node);
            assertThat(node.logged()).contains("its incomplete request has not grown");
            stall(coordinator, stalled);
            try (Wire client = coordinator.wire(PATIENCE)) {
                assertThat(client.ask("STATUS").isOk()).isTrue();
            }
            assertThat(node.runs()).as(node.logged()).isTrue();
            assertThat(coordinator.runs()).as(coordinator.logged()).isTrue();
        } finally {
            for (Wire one : stalled) {
                one.close();
            }
        }
    }
}
