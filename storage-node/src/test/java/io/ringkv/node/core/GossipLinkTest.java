package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Node n1 with its peers n2 and n3: what gossip is over the wire. */
class GossipLinkTest {
    private static final long STRANGER = 900;

    private final ScriptedNode node = ScriptedNode.in(ScriptedNode.view(17, 17, "n2", "n2"));

    private static Request gossip(String from, long epoch, String lines) {
        return Request.builder(Verb.GOSSIP)
                .option(Option.NODE, from)
                .option(Option.EPOCH, epoch)
                .value(lines.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Peers answer whatever was asked since, but this one. */
    private void secondsWithout(String silent, double seconds) {
        for (int i = 0; i < seconds * 100; i++) {
            int n2 = node.sentTo("n2", Verb.GOSSIP).size();
            int n3 = node.sentTo("n3", Verb.GOSSIP).size();
            node.seconds(0.01);
            answer("n2", n2, silent);
            answer("n3", n3, silent);
        }
    }

    private void answer(String peer, int from, String silent) {
        List<Request> sent = node.sentTo(peer, Verb.GOSSIP);
        for (Request request : sent.subList(from, sent.size())) {
            if (!peer.equals(silent)) {
                node.answers(peer, request, new GossipMessage(peer, 17, List.of()).reply());
            }
        }
    }

    @Test
    void peers_are_told_the_epoch_and_the_members() {
        node.seconds(1.1);
        Request sent = node.newestTo("n2", Verb.GOSSIP);
        assertThat(sent.option(Option.NODE)).isEqualTo("n1");
        assertThat(sent.option(Option.EPOCH)).isEqualTo("17");
        assertThat(text(sent.requiredValue()).lines())
                .contains("n1 start=1 inc=0 addr=n1:5000 state=alive")
                .contains("n3 start=3 inc=0 addr=n3:5000 state=alive");
    }

    @Test
    void a_message_is_answered_with_one() {
        Reply reply =
                node.asks("n2", gossip("n2", 17, "n1 start=1 inc=0 addr=x:1 state=suspect by=n2"));
        assertThat(reply.field("epoch")).isEqualTo("17");
        assertThat(reply.block()).isNotNull();
        assertThat(GossipMessage.of(reply).entries().get(0))
                .isEqualTo(new GossipEntry("n1", 1, 1, "n1:5000", List.of()));
    }

    @Test
    void a_newer_view_is_fetched_from_a_peer_that_has_it() {
        node.asks("n3", gossip("n3", 18, ""));
        node.seconds(0.3);
        Request fetch = node.newestTo("n3", Verb.GET_VIEW);
        assertThat(fetch.option(Option.IF_NEWER)).isEqualTo("17");
        node.answers("n3", fetch, ViewReplies.view(ScriptedNode.view(18, 18, "n3", "n3"), 17));
        assertThat(node.core.epoch()).isEqualTo(18);
    }

    @Test
    void a_view_of_another_cluster_is_left_where_it_is() {
        node.asks("n3", gossip("n3", 18, ""));
        node.seconds(0.3);
        Request fetch = node.newestTo("n3", Verb.GET_VIEW);
        View view = ScriptedNode.view(18, 18, "n3", "n3");
        View other =
                new View("other", "", 18, 3, 100, view.members(), view.shares(), EpochGaps.NONE);
        node.answers("n3", fetch, ViewReplies.view(other, 17));
        assertThat(node.core.epoch()).isEqualTo(17);
    }

    @Test
    void whom_neither_this_node_nor_another_reaches_is_named_in_the_heartbeat() {
        secondsWithout("n3", 1.7);
        Request probe = node.newestTo("n2", Verb.PROBE);
        assertThat(probe.arguments()).hasSize(2);
        assertThat(probe.argument(0)).isEqualTo("n3");
        assertThat(node.toCoordinator(Verb.HEARTBEAT).has(Option.SUSPECTS)).isFalse();
        node.answers("n2", probe, Reply.ok().with("reachable", "0"));
        node.coordinatorAnswers(node.toCoordinator(Verb.HEARTBEAT), Reply.ok().with("epoch", 17));
        node.seconds(0.6);
        assertThat(node.toCoordinator(Verb.HEARTBEAT).option(Option.SUSPECTS)).isEqualTo("n3");
    }

    @Test
    void a_probe_of_what_is_no_port_is_refused() {
        for (String port : List.of("0", "65536", "-1", "abc", "999999")) {
            Request probe = Request.builder(Verb.PROBE)
                    .argument("127.0.0.1")
                    .argument(port)
                    .build();
            assertThat(node.asks("n2", probe).errorCode()).isEqualTo("BAD_ARGUMENT");
            assertThat(node.ask(STRANGER, probe).errorCode()).isEqualTo("NOT_AUTHORIZED");
        }
    }

    @Test
    void a_session_begins_by_the_clocks_of_most_nodes() {
        node.seconds(1.1);
        for (String peer : List.of("n2", "n3")) {
            Reply answer = new GossipMessage(peer, 17, List.of()).reply().with("clock", 5_000_000);
            node.answers(peer, node.newestTo(peer, Verb.GOSSIP), answer);
        }
        Request hello = Request.builder(Verb.HELLO).argument("1").build();
        assertThat(node.ask(STRANGER, hello).field("session")).startsWith("5000000-");
        assertThat(node.asks("n2", gossip("n2", 17, "")).field("clock")).isNotNull();
    }

    @Test
    void a_peer_that_answers_something_else_is_there_all_the_same() {
        node.seconds(1.1);
        for (String peer : List.of("n2", "n3")) {
            byte[] nothing = "n9 is well".getBytes(StandardCharsets.UTF_8);
            node.answers(peer, node.newestTo(peer, Verb.GOSSIP), Reply.ok().withBlock(nothing));
        }
        node.seconds(0.6);
        assertThat(node.sentTo("n2", Verb.PROBE)).isEmpty();
    }

    @Test
    void anybody_may_see_the_table() {
        node.asks("n2", gossip("n2", 17, "n3 start=3 inc=2 addr=x:1 state=suspect by=n2"));
        node.seconds(0.5);
        Reply table = node.ask(STRANGER, Request.of(Verb.GOSSIP));
        assertThat(table.field("node")).isEqualTo("n1");
        assertThat(table.items())
                .extracting(item -> item.word(0))
                .containsExactly("n1", "n2", "n3");
        assertThat(table.items().get(2).toString())
                .startsWith("* n3 addr=n3:5000 start=3 inc=2 epoch=0 state=suspect by=n2 age-ms=");
    }

    @Test
    void only_a_node_may_tell_anything() {
        Request told = gossip("n2", 17, "n3 start=3 inc=0 addr=x:1 state=suspect by=n2");
        assertThat(node.ask(STRANGER, told).isError(ErrorCode.NOT_AUTHORIZED)).isTrue();
    }

    @Test
    void what_is_no_line_is_refused_with_one_that_is() {
        Reply refusal = node.asks("n2", gossip("n2", 17, "n3 is dead"));
        assertThat(refusal.isError(ErrorCode.SYNTAX)).isTrue();
        assertThat(refusal.text()).contains("n3 is dead").contains("state=alive");
    }
}
