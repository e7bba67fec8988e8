package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two of five nodes burn down, with three copies of each key: a person goes on without them. */
@Tag("process")
class ForcedRemovalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 300;

    private RealCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = RealCluster.start(5);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
    }

    private Tool.Result remove(String... words) {
        List<String> command = new ArrayList<>(List.of(Tool.KV, "remove"));
        command.addAll(List.of(words));
        command.add("--server=127.0.0.1:" + cluster.coordinator().port());
        return Tool.run(cluster.dir(), "", command.toArray(new String[0]));
    }

    private boolean isDown(RealServer node) throws IOException {
        return RealCluster.status(cluster.coordinator()).items().stream()
                .anyMatch(item -> node.name().equals(item.field("node"))
                        && item.line().text().startsWith("is DOWN"));
    }

    @Test
    void slotsThatLostTheirMajorityGoOnWithTheCopyThatIsLeft() throws IOException {
        try (Wire wire = cluster.nodes().get(0).wire()) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(wire.ask("PUT key" + i + " value" + i).isOk()).isTrue();
            }
        }
        RealServer first = cluster.nodes().get(3);
        RealServer second = cluster.nodes().get(4);
        first.kill9();
        second.kill9();
        Tool.delete(cluster.dir().resolve(first.name()));
        Tool.delete(cluster.dir().resolve(second.name()));
        Await.until("both are DOWN", PATIENCE, () -> isDown(first) && isDown(second));

        assertThat(remove(first.name(), "--force", "--no-wait").exitCode()).isZero();
        Tool.Result unsaid = remove(second.name(), "--force", "--no-wait");
        assertThat(unsaid.exitCode()).isEqualTo(2);
        assertThat(unsaid.err()).contains("slots have lost a majority", "say that it is meant");
        String slots = unsaid.err().replaceAll("(?s).*--losing (\\d+).*", "$1");
        assertThat(remove(second.name(), "--force", "--losing=1").exitCode()).isEqualTo(2);
        Tool.Result plan = remove(second.name(), "--force", "--plan", "--output=json");
        assertThat(plan.out()).contains("\"at-risk\":" + slots);

        Tool.Result said = remove(second.name(), "--force", "--losing=" + slots);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("REMOVED");
        assertThat(RealCluster.status(cluster.coordinator()).items().toString())
                .contains("may be lost");
        try (Wire wire = cluster.nodes().get(0).wire()) {
            for (int i = 0; i < KEYS; i++) {
                assertThat(wire.ask("GET key" + i).block()).asString().isEqualTo("value" + i);
            }
        }
    }
}
