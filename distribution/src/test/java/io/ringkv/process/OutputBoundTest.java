package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
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

/** Fifty clients that ask for large values and never read, at a node with little memory. */
@Tag("process")
class OutputBoundTest {
    private static final int DEAF = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Reply askUntilServed(Wire wire, String line) throws IOException {
        Reply reply = wire.ask(line);
        while ("OVERLOADED".equals(reply.errorCode())) {
            reply = wire.ask(line);
        }
        return reply;
    }

    @Test
    void theNodeLivesAndOthersAreServed() throws IOException {
        Map<String, String> little = Map.of("KV_JAVA_OPTS", "-Xmx128m");
        List<Wire> deaf = new ArrayList<>();
        try (RealCluster cluster = RealCluster.start(
                        1, new RealCluster.Options(little, List.of(), List.of()));
                Wire client = cluster.nodes().get(0).wire(PATIENCE)) {
            RealServer node = cluster.nodes().get(0);
            Request put = Request.builder(Verb.PUT)
                    .key("large".getBytes(StandardCharsets.US_ASCII))
                    .value(new byte[1 << 20])
                    .build();
            assertThat(client.ask(put).isOk()).isTrue();
            for (int i = 0; i < DEAF; i++) {
                deaf.add(node.wire().send("GET large\n".repeat(200)));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(client.ask("PUT lively:" + i + " x").isOk()).isTrue();
                assertThat(askUntilServed(client, "GET large").block()).hasSize(1 << 20);
            }
            Await.until(
                    "one that reads nothing is closed",
                    PATIENCE,
                    () -> node.logged().contains("it does not read its answers"));
            assertThat(askUntilServed(client, "GET lively:7").block())
                    .asString()
                    .isEqualTo("x");
            assertThat(node.runs()).as(node.logged()).isTrue();
        } finally {
            for (Wire one : deaf) {
                one.close();
            }
        }
    }
}
