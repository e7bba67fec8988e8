package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** {@code kv coordinators} at one of two coordinators. */
class KvCoordinatorsTest extends InProcessKv {
    private static Reply list(String leader, String roleOfTheOther) {
        return Reply.ok()
                .withItem(Item.of("COORDINATOR", "c1", "h1:5000").with("role", "follower"))
                .withItem(Item.of("COORDINATOR", "c2", "h2:5000").with("role", roleOfTheOther))
                .with("leader", leader);
    }

    @Test
    void whoLeadsIsShownWithoutAWordBesideIt() throws IOException {
        assertThat(kvAgainstCoordinator(list("c2", "leader"), "coordinators")).isZero();
        assertThat(out()).contains("c2           h2:5000  leader");
        assertThat(err()).isEmpty();
    }

    @Test
    void whereNobodyLeadsItIsSaidWhatThatMeansAndWhatHelps() throws IOException {
        assertThat(kvAgainstCoordinator(list("-", "unknown"), "coordinators", "--output=json"))
                .isZero();
        assertThat(out())
                .contains("\"coordinator\":\"c2\",\"address\":\"h2:5000\",\"role\":\"unknown\"");
        assertThat(err())
                .contains("no coordinator leads", "Start the coordinators that are down")
                .hasLineCount(1);
    }
}
