package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

/** A node that knows one coordinator, which is to lead, or no longer. */
class CoordinatorLinkTest {
    private static final Reply SENT_ON =
            Reply.error(ErrorCode.NOT_LEADER, "c2 leads").with("addr", "c2:5000");

    private final ScriptedNode node = new ScriptedNode();

    private long connects(String address) {
        return node.network.connects().values().stream().filter(address::equals).count();
    }

    @Test
    void a_node_that_is_sent_on_registers_with_the_leader_at_once() {
        node.turn(() -> node.core.connected(node.now(), node.coordinator()));
        node.coordinatorAnswers(node.toCoordinator(Verb.REGISTER_NODE), SENT_ON);
        long leader = node.network.openedTo("c2:5000");
        assertThat(node.network.closed()).contains(node.coordinator());
        node.turn(() -> node.core.connected(node.now(), leader));
        assertThat(node.network.requestsOn(leader))
                .extracting(request -> request.verb())
                .containsExactly(Verb.HELLO, Verb.REGISTER_NODE, Verb.SUBSCRIBE_VIEW);
    }

    @Test
    void a_leader_that_is_deposed_sends_its_nodes_on_with_their_next_heartbeat() {
        node.register(7);
        node.seconds(0.6);
        node.coordinatorAnswers(node.toCoordinator(Verb.HEARTBEAT), SENT_ON);
        assertThat(connects("c2:5000")).isEqualTo(1);
    }

    @Test
    void whatever_is_asked_of_who_does_not_lead_is_asked_again_of_the_leader() {
        node.register(7);
        node.seconds(0.6);
        node.coordinatorAnswers(
                node.toCoordinator(Verb.HEARTBEAT),
                Reply.error(ErrorCode.NOT_LEADER, "nobody leads"));
        assertThat(connects("coordinator:5000")).isEqualTo(1);
        node.seconds(0.2);
        assertThat(connects("coordinator:5000")).isEqualTo(2);
    }

    @Test
    void coordinators_that_send_a_node_to_and_fro_are_asked_at_a_bounded_pace() {
        node.turn(() -> node.core.connected(node.now(), node.coordinator()));
        for (int i = 0; i < 300; i++) {
            long newest = node.network.opened();
            node.turn(() -> node.core.connected(node.now(), newest));
            node.network.requestsOn(newest).stream()
                    .filter(request -> request.verb() == Verb.REGISTER_NODE)
                    .forEach(request -> node.turn(() ->
                            node.core.reply(node.now(), newest, SENT_ON.withTag(request.tag()))));
            node.seconds(0.01);
        }
        assertThat(node.network.connects().size()).isBetween(10, 40);
    }

    /** As a node greets whoever it takes for a coordinator. */
    private static Request seeking() {
        return Request.builder(Verb.HELLO)
                .option(Option.ROLE, "node")
                .option(Option.NODE, "n9")
                .option(Option.TO, "coordinator")
                .option(Option.INCARNATION, 9)
                .option(Option.DATA_ID, "d9")
                .argument("1")
                .build();
    }

    @Test
    void a_node_that_takes_this_one_for_a_coordinator_is_sent_on_to_one() {
        node.turn(() -> node.core.accepted(node.now(), 909, true));
        Reply first = node.ask(909, seeking());
        assertThat(first.errorCode()).isEqualTo("NOT_LEADER");
        assertThat(first.field("addr")).isEqualTo("coordinator:5000");
        node.register(7);
        assertThat(node.ask(909, seeking()).field("addr")).isEqualTo("coordinator:5000");
        Request hello = Request.builder(Verb.HELLO)
                .option(Option.ROLE, "node")
                .option(Option.NODE, "n9")
                .option(Option.TO, "n7")
                .option(Option.INCARNATION, 9)
                .option(Option.DATA_ID, "d9")
                .argument("1")
                .build();
        assertThat(node.ask(909, hello).errorCode()).isEqualTo("WRONG_CLUSTER");
    }
}
