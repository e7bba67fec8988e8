package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** What only a coordinator knows, asked of a node. */
class ClusterWordTest extends InProcessKv {
    private static final String NOTE =
            "no majority of whole stores was left of these slots. Look at what was written then,"
                    + " and end this report with: kv acknowledge-loss";

    private static Reply status(String health) {
        return Reply.ok().with("health", health).with("epoch", "5");
    }

    private static Reply loss() {
        return status("UNAVAILABLE")
                .withItem(Item.of("REASON")
                        .with("slots", "7")
                        .with("next", "accept-loss")
                        .withText("their stores are gone"));
    }

    private static Reply note() {
        return status("HEALTHY")
                .withItem(Item.of("NOTE").with("slots", "7").with("epoch", "4").withText(NOTE));
    }

    private static Reply ofNode(String coordinator) {
        return status("HEALTHY").with("answered-by", "n1").with("coordinator", coordinator);
    }

    private static ScriptedServer coordinator(Reply status) throws IOException {
        return ScriptedServer.coordinator(
                request -> request.verb() == Verb.STATUS ? status : Reply.ok().with("slots", "7"));
    }

    private int kvBehindNode(ScriptedServer coordinator, String... args) throws IOException {
        out.reset();
        err.reset();
        return kvAgainst(
                request -> request.verb() == Verb.STATUS
                        ? ofNode("127.0.0.1:1," + coordinator.address())
                        : Reply.ok(),
                args);
    }

    @Test
    void aNodeNamesItsCoordinatorAndThatOneDecides() throws IOException {
        try (ScriptedServer coordinator = coordinator(loss())) {
            assertThat(kvBehindNode(coordinator, "accept-loss")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("7 slots go on", "their stores are gone");
            assertThat(kvBehindNode(coordinator, "accept-loss", "--yes")).isZero();
            assertThat(coordinator.requests()).extracting(Request::verb).contains(Verb.ACCEPT_LOSS);
            assertThat(kvBehindNode(coordinator, "status")).isEqualTo(2);
            assertThat(out()).contains("UNAVAILABLE", "their stores are gone");
        }
        try (ScriptedServer coordinator = coordinator(note())) {
            assertThat(kvBehindNode(coordinator, "acknowledge-loss")).isZero();
            assertThat(out())
                    .contains("acknowledged", "no majority of whole stores was left")
                    .doesNotContain("end this report with");
            assertThat(coordinator.requests())
                    .extracting(Request::verb)
                    .contains(Verb.ACKNOWLEDGE_LOSS);
        }
    }

    @Test
    void anotherNodeWhoseAddressWasGivenForACoordinatorsLeadsOn() throws IOException {
        try (ScriptedServer coordinator = coordinator(loss());
                ScriptedServer door = coordinator(ofNode("" + coordinator.address()))) {
            assertThat(kvBehindNode(door, "accept-loss", "--yes")).isZero();
            assertThat(coordinator.requests()).extracting(Request::verb).contains(Verb.ACCEPT_LOSS);
            assertThat(door.requests()).extracting(Request::verb).doesNotContain(Verb.ACCEPT_LOSS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept-loss", "acknowledge-loss"})
    void withoutItNothingIsSaidOfLosses(String command) throws IOException {
        assertThat(kvAgainst(request -> ofNode("127.0.0.1:1"), command))
                .isEqualTo(ExitCode.CANNOT_CONNECT);
        assertThat(out()).isEmpty();
        assertThat(err())
                .contains("no coordinator answers at", "127.0.0.1:1", "--server")
                .doesNotContain("losses");
    }

    @Test
    void aStatusThatIsANodesWordSaysSo() throws IOException {
        assertThat(kvAgainst(request -> ofNode("127.0.0.1:1"), "status")).isZero();
        assertThat(out()).contains("HEALTHY", "answered-by=n1");
        assertThat(err()).contains("only a coordinator knows of losses");
        kvAgainst(
                request -> request.verb() == Verb.STATUS ? ofNode("127.0.0.1:1") : Reply.ok(),
                "doctor");
        assertThat(out()).contains("WRONG  coordinator: only a coordinator knows");
    }

    @Test
    void aNoteIsNothingThatDoctorCallsWrong() throws IOException {
        try (ScriptedServer coordinator = coordinator(note())) {
            kvBehindNode(coordinator, "doctor");
            assertThat(out())
                    .contains("NOTE   loss: no majority", "fine   health: HEALTHY")
                    .doesNotContain("WRONG  health", "bring the nodes back");
        }
    }
}
