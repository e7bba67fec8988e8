package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A node that knows one coordinator, which is to lead, or no longer. */
class CoordinatorLinkTest {
    private static final Reply SENT_ON = Reply.error(
                    ErrorCode.NOT_LEADER, "c2 leads; nothing was changed. Ask that one")
            .with("addr", "c2:5000");

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

    /** One of two coordinators that the node knows refuses what it asks first. */
    private void refuses(ScriptedNode asking, Reply refusal) {
        long newest = asking.network.opened();
        asking.turn(() -> asking.core.connected(asking.now(), newest));
        Request register = asking.network.requestsOn(newest).get(1);
        asking.turn(() -> asking.core.reply(asking.now(), newest, refusal.withTag(register.tag())));
    }

    private static ScriptedNode ofTwoCoordinators() {
        return new ScriptedNode(TestConfigs.of(List.of("c1", "c2"), "", Durability.OS));
    }

    @Test
    void that_no_coordinator_answers_is_said_once_all_were_asked() {
        ScriptedNode asking = ofTwoCoordinators();
        asking.breaks(asking.network.opened());
        asking.seconds(1);
        assertThat(asking.journal).isEmpty();
        asking.breaks(asking.network.opened());
        assertThat(asking.journal).hasSize(1);
        assertThat(asking.journal.get(0))
                .startsWith("no coordinator answers at [c1:5000, c2:5000]");
    }

    @Test
    void a_coordinator_that_goes_is_no_news_while_another_one_may_answer() {
        ScriptedNode asking = ofTwoCoordinators();
        refuses(asking, Reply.ok().with("epoch", 0));
        asking.breaks(asking.network.opened());
        asking.seconds(1);
        assertThat(asking.journal).containsExactly("registered with a coordinator as n1");
    }

    @Test
    void refusals_that_take_turns_are_told_once_each() {
        ScriptedNode asking = ofTwoCoordinators();
        for (int i = 0; i < 20; i++) {
            refuses(asking, Reply.error(ErrorCode.STARTING, i % 2 == 0 ? "first" : "second"));
            asking.seconds(0.5);
        }
        assertThat(asking.journal)
                .containsExactly("not registered: first", "not registered: second");
    }

    /** Every slot of the cluster is handed out. */
    private static View formed() {
        View one = ScriptedNode.view(7, 1, "n1", "n1");
        View.Share all = new View.Share(one.shares().get(0).assignment(), SlotSet.parse("0-16383"));
        return new View("c", "", 7, 3, 100, one.members(), List.of(all), EpochGaps.NONE);
    }

    @Test
    void where_a_node_is_sent_to_and_fro_its_status_says_so_in_words_for_people() {
        node.register(7);
        node.push(formed());
        node.breaks(node.coordinator());
        node.seconds(0.5);
        for (int i = 0; i < 4; i++) {
            refuses(node, SENT_ON.with("node", "c2"));
        }
        Reply status = node.ask(1, Request.of(Verb.STATUS));
        assertThat(status.items().toString())
                .contains(
                        "not registered yet: c2:5000 sends it on to coordinator c2 at c2:5000, which leads")
                .doesNotContain("Ask that one");
    }

    @Test
    void before_it_has_joined_its_status_says_what_it_waits_for() {
        refuses(node, Reply.error(ErrorCode.STARTING, "nobody leads"));
        Reply status = node.ask(1, Request.of(Verb.STATUS));
        assertThat(status.field("health")).isEqualTo("UNAVAILABLE");
        assertThat(status.items().toString())
                .contains("has not joined its cluster yet", "not registered: nobody leads")
                .doesNotContain("0 of 0");
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
