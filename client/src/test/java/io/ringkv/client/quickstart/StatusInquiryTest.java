package io.ringkv.client.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.Health;
import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What is said of a cluster of which a part runs; this process stands for what does. */
class StatusInquiryTest {
    private static final Path DIR = Path.of("/a/dir");
    private static final Function<Request, Reply> HEALTHY =
            request -> Reply.ok().with("health", "HEALTHY");

    private final StatusInquiry inquiry = new StatusInquiry(DIR, Typed.here(DIR));

    private static ServerProcess running(String name, ScriptedServer server) {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().orElseThrow().toEpochMilli();
        return new ServerProcess(name, server.address().port(), self.pid(), started);
    }

    @Test
    void nodesWithoutTheirCoordinatorAreACluster() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(HEALTHY::apply)) {
            LocalStatus status =
                    inquiry.of(List.of(ServerProcess.lost("coordinator", 1), running("n1", node)));
            assertThat(status.health()).isEqualTo(Health.DEGRADED);
            assertThat(status.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("coordinator is stopped, n1 runs; ")
                    .contains("without a coordinator nobody takes over")
                    .endsWith("with: kv quickstart start --dir /a/dir");
        }
    }

    @Test
    void theCoordinatorIsAskedAndNoNode() throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(
                        request -> Reply.ok().with("health", "UNAVAILABLE"));
                ScriptedServer node = ScriptedServer.node(HEALTHY::apply)) {
            LocalStatus status =
                    inquiry.of(List.of(running("coordinator", coordinator), running("n1", node)));
            assertThat(status.health()).isEqualTo(Health.UNAVAILABLE);
            assertThat(node.requests()).isEmpty();
        }
    }

    @Test
    void aNoteOfAHealthyClusterChangesNothing() throws IOException {
        Item note = Item.of("NOTE").withText("a loss is possible");
        try (ScriptedServer coordinator =
                ScriptedServer.coordinator(request -> HEALTHY.apply(request).withItem(note))) {
            LocalStatus status = inquiry.of(List.of(running("coordinator", coordinator)));
            assertThat(status.health()).isEqualTo(Health.HEALTHY);
            assertThat(status.reasons()).containsExactly("a loss is possible");
        }
    }

    @Test
    void whereTheCoordinatorIsSilentANodeIsAskedAndNotBelievedAlone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ScriptedServer node = ScriptedServer.node(HEALTHY::apply)) {
            ServerProcess coordinator = new ServerProcess(
                    "coordinator",
                    silent.getLocalPort(),
                    ProcessHandle.current().pid(),
                    running("n1", node).startedMs());
            LocalStatus status = inquiry.of(List.of(coordinator, running("n1", node)));
            assertThat(status.health()).isEqualTo(Health.DEGRADED);
            assertThat(status.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("the coordinator runs and does not answer");
        }
    }
}
