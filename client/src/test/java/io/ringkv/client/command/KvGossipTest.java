package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** {@code kv gossip} at a server whose one node is n1, which suspects n2. */
class KvGossipTest extends InProcessKv {
    private static @Nullable Reply answer(Request request) {
        return request.verb() != Verb.GOSSIP
                ? null
                : Reply.ok()
                        .withItem(Item.of("n1")
                                .with("addr", "h:1")
                                .with("inc", 2)
                                .with("epoch", 17)
                                .with("state", "alive")
                                .with("age-ms", 0))
                        .withItem(Item.of("n2")
                                .with("addr", "h:2")
                                .with("inc", 0)
                                .with("epoch", 0)
                                .with("state", "suspect")
                                .with("by", "n1,n3")
                                .with("age-ms", 340))
                        .with("node", "n1")
                        .with("epoch", 17);
    }

    private int gossip(String... words) throws IOException {
        try (ScriptedServer scripted = ScriptedServer.coordinator(KvGossipTest::answer)) {
            server = scripted.address().toString();
            return kv(words);
        }
    }

    @Test
    void whoIsSuspectedStandsBesideWhoSaysSo() throws IOException {
        assertThat(gossip("gossip", "n1", "--output=csv")).isZero();
        assertThat(out())
                .contains("n1,h:1,2,17,alive,-,0")
                .contains("n2,h:2,0,-,suspect,\"n1,n3\",340");
    }

    @Test
    void withoutANodeTheFirstThatAnswersIsShown() throws IOException {
        assertThat(gossip("gossip", "--output=json")).isZero();
        assertThat(out()).contains("\"told-by\":\"n1\"").contains("\"age-ms\":340");
    }

    private static Reply tableOf(String node) {
        return Reply.ok().with("node", node).with("epoch", 17);
    }

    /** Refuses as a coordinator does. */
    private static Reply noNode(Request request) {
        return Reply.error(
                ErrorCode.UNSUPPORTED, request.verb() + " is not served by a coordinator");
    }

    @Test
    void theNodeWhoseAddressIsGivenTellsThoughTheViewNamesAnotherOne() throws IOException {
        try (ScriptedServer other = ScriptedServer.node(request -> tableOf("n1"));
                ScriptedServer removed = ScriptedServer.node(request -> tableOf("n8"))) {
            removed.showing(other.as("n1", MemberState.UP));
            server = removed.address().toString();
            assertThat(kv("gossip", "--output=json")).isZero();
        }
        assertThat(out()).contains("\"told-by\":\"n8\"");
    }

    @Test
    void theFirstNodeThatAnswersOfSeveralAddressesTells() throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(KvGossipTest::noNode);
                ScriptedServer second = ScriptedServer.node(request -> tableOf("n2"));
                ScriptedServer third = ScriptedServer.node(request -> tableOf("n3"))) {
            server = coordinator.address() + "," + second.address() + "," + third.address();
            assertThat(kv("gossip", "--output=json")).isZero();
        }
        assertThat(out()).contains("\"told-by\":\"n2\"");
        assertThat(err()).isEmpty();
    }

    @Test
    void behindACoordinatorsAddressANodeOfTheViewTellsAndNoneThatWasRemoved() throws IOException {
        try (ScriptedServer removed = ScriptedServer.node(request -> tableOf("n0"));
                ScriptedServer node = ScriptedServer.node(request -> tableOf("n1"));
                ScriptedServer coordinator = ScriptedServer.coordinator(KvGossipTest::noNode)) {
            coordinator.showing(
                    removed.as("n0", MemberState.REMOVED), node.as("n1", MemberState.UP));
            server = coordinator.address().toString();
            assertThat(kv("gossip", "--output=json")).isZero();
        }
        assertThat(out()).contains("\"told-by\":\"n1\"");
        assertThat(err()).isEmpty();
    }

    @Test
    void aNodeThatThereIsNotIsNamed() throws IOException {
        assertThat(gossip("gossip", "n7")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("no node n7");
    }
}
