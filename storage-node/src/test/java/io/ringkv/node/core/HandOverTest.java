package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.get;
import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** n1 is the active primary of the slot in term 5; n2 is in sync, n3 has not answered yet. */
class HandOverTest {
    private static ScriptedNode activeOn(String preferred) {
        ScriptedNode node = ScriptedNode.in(view(5, 5, "n1", preferred));
        node.takesOverWith("n2", new SlotReport(SLOT, 0, 0, false, false, 0));
        node.acknowledges("n2", 1);
        return node;
    }

    /** Over half a second, at whose end the coordinator and n2 answer. */
    private static void livesOn(ScriptedNode node) {
        node.seconds(0.6);
        node.confirms("n2");
        node.coordinatorAnswers(node.toCoordinator(Verb.HEARTBEAT), Reply.ok().with("epoch", 5));
    }

    private static String asked(ScriptedNode node) {
        return new String(
                node.toCoordinator(Verb.HAND_OVER).requiredValue(), StandardCharsets.UTF_8);
    }

    private static boolean hasAsked(ScriptedNode node) {
        return node.network.requestsOn(node.coordinator()).stream()
                .anyMatch(request -> request.verb() == Verb.HAND_OVER);
    }

    private static void granted(ScriptedNode node) {
        node.coordinatorAnswers(node.toCoordinator(Verb.HAND_OVER), Reply.ok());
        node.push(view(6, 6, "n2", "n2"));
    }

    @Test
    void a_role_returns_to_the_preferred_primary_once_that_is_in_sync() {
        ScriptedNode node = activeOn("n2");
        node.seconds(0.1);
        assertThat(asked(node)).isEqualTo("n2 " + SLOT);
        assertThat(node.toCoordinator(Verb.HAND_OVER).longOption(Option.INCARNATION, 0))
                .isEqualTo(1);
    }

    @Test
    void a_role_stays_with_the_preferred_primary_and_away_from_who_is_not_in_sync() {
        ScriptedNode preferred = activeOn("n1");
        preferred.seconds(1.5);
        assertThat(hasAsked(preferred)).isFalse();
        ScriptedNode behind = activeOn("n3");
        behind.seconds(1.5);
        assertThat(hasAsked(behind)).isFalse();
    }

    @Test
    void what_is_under_way_is_finished_first_and_what_comes_then_goes_to_the_heir() {
        ScriptedNode node = activeOn("n2");
        node.client(put("a"));
        node.seconds(0.1);
        assertThat(hasAsked(node)).isFalse();
        node.client(put("b"));
        assertThat(node.sentTo("n2", Verb.REPLICATE)).hasSize(1);
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswer().field("v")).isEqualTo("5.1");
        assertThat(hasAsked(node)).isTrue();
        granted(node);
        Request passedOn = node.newestTo("n2", Verb.PUT);
        assertThat(new String(passedOn.requiredValue(), StandardCharsets.UTF_8)).isEqualTo("b");
        assertThat(node.clientAnswers()).hasSize(1);
    }

    @Test
    void reads_and_negative_answers_are_waited_for_like_writes() {
        ScriptedNode node = activeOn("n2");
        node.client(get());
        node.seconds(0.1);
        assertThat(hasAsked(node)).isFalse();
        node.confirms("n2");
        assertThat(node.clientAnswers()).hasSize(1);
        assertThat(hasAsked(node)).isTrue();
    }

    @Test
    void a_slot_whose_requests_do_not_come_to_an_end_stays() {
        ScriptedNode node = activeOn("n2");
        node.client(put("a"));
        node.seconds(0.7);
        assertThat(hasAsked(node)).isFalse();
        node.client(get());
        node.confirms("n2");
        node.acknowledges("n2", 2);
        node.seconds(0.1);
        assertThat(node.clientAnswers()).hasSize(2);
    }

    @Test
    void a_refusal_and_an_answer_that_never_comes_leave_the_slot_where_it_was() {
        ScriptedNode refused = activeOn("n2");
        refused.seconds(0.1);
        refused.client(put("a"));
        refused.coordinatorAnswers(
                refused.toCoordinator(Verb.HAND_OVER),
                Reply.error(ErrorCode.UNAVAILABLE, "it is sick"));
        refused.seconds(0.1);
        refused.acknowledges("n2", 2);
        assertThat(refused.clientAnswer().field("v")).isEqualTo("5.1");

        ScriptedNode unanswered = activeOn("n2");
        unanswered.seconds(0.1);
        unanswered.client(put("a"));
        for (int half = 0; half < 5; half++) {
            livesOn(unanswered);
        }
        unanswered.acknowledges("n2", 2);
        assertThat(unanswered.clientAnswer().field("v")).isEqualTo("5.1");
    }

    @Test
    void a_full_disk_gives_roles_to_anybody_in_sync() {
        ScriptedNode node = activeOn("n1");
        node.turn(() -> node.core.diskFull(true));
        node.seconds(1.2);
        assertThat(asked(node)).isEqualTo("n2 " + SLOT);
    }

    // ---- how many at once, while clients are served

    private static final SlotSet MANY = SlotSet.parse(SLOT + "-" + (SLOT + 399));

    private static ScriptedNode activeOnMany(String preferred) {
        View one = view(5, 5, "n1", preferred);
        ScriptedNode node = ScriptedNode.in(new View(
                "c",
                "",
                5,
                3,
                100,
                one.members(),
                List.of(new View.Share(one.shares().get(0).assignment(), MANY)),
                EpochGaps.NONE));
        List<SlotReport> nothing = new ArrayList<>();
        MANY.forEach(slot -> nothing.add(new SlotReport(slot, 0, 0, false, false, 0)));
        node.takesOverWith("n2", nothing.toArray(SlotReport[]::new));
        node.acknowledges("n2", 1);
        return node;
    }

    private static int slotsAsked(ScriptedNode node) {
        String[] line = asked(node).split(" ");
        return SlotSet.parse(line[1]).size();
    }

    private static void servesClients(ScriptedNode node) {
        for (int second = 0; second < 2; second++) {
            for (int i = 0; i < 100; i++) {
                node.client(get());
            }
            livesOn(node);
            livesOn(node);
        }
    }

    @Test
    void those_that_go_home_are_no_more_than_clients_can_bear() {
        ScriptedNode node = activeOnMany("n2");
        node.seconds(0.1);
        assertThat(slotsAsked(node)).isEqualTo(MANY.size());
        node.coordinatorAnswers(
                node.toCoordinator(Verb.HAND_OVER), Reply.error(ErrorCode.UNAVAILABLE, "later"));
        servesClients(node);
        assertThat(slotsAsked(node)).isBetween(1, 256);
    }

    @Test
    void those_that_leave_a_full_disk_do_not_wait_for_that() {
        ScriptedNode node = activeOnMany("n1");
        servesClients(node);
        node.turn(() -> node.core.diskFull(true));
        servesClients(node);
        assertThat(slotsAsked(node)).isEqualTo(MANY.size());
    }

    // ---- a stop

    @Test
    void a_node_that_is_to_stop_says_so_hands_over_and_signs_off() {
        ScriptedNode node = activeOn("n1");
        AtomicBoolean gone = new AtomicBoolean();
        node.turn(() -> node.core.leave(node.now(), () -> gone.set(true)));
        assertThat(node.toCoordinator(Verb.HEARTBEAT).option(Option.SICK)).isEqualTo("leaving");
        node.seconds(0.1);
        assertThat(asked(node)).isEqualTo("n2 " + SLOT);
        granted(node);
        node.seconds(0.1);
        Request goodbye = node.toCoordinator(Verb.UNREGISTER_NODE);
        assertThat(goodbye.argument(0)).isEqualTo("n1");
        assertThat(gone).isFalse();
        node.coordinatorAnswers(goodbye, Reply.ok());
        assertThat(gone).isTrue();
    }

    @Test
    void while_it_signs_off_requests_are_refused_before_anything_is_done() {
        ScriptedNode node = activeOn("n1");
        node.turn(() -> node.core.leave(node.now(), () -> {}));
        node.seconds(0.1);
        granted(node);
        node.seconds(0.1);
        node.client(put("a"));
        assertThat(node.clientAnswer().errorCode()).isEqualTo("UNAVAILABLE");
        Reply toNode = node.ask(
                ScriptedNode.from("n3"), put("a").option(Option.FORWARDED).build());
        assertThat(toNode.errorCode()).as("it tries again elsewhere").isEqualTo("NOT_PRIMARY");
    }

    @Test
    void no_heartbeat_follows_the_goodbye() {
        ScriptedNode node = activeOn("n1");
        node.turn(() -> node.core.leave(node.now(), () -> {}));
        node.seconds(0.1);
        granted(node);
        node.seconds(0.1);
        long before = heartbeats(node);
        node.seconds(0.8);
        assertThat(heartbeats(node)).isEqualTo(before);
    }

    private static long heartbeats(ScriptedNode node) {
        return node.network.requestsOn(node.coordinator()).stream()
                .filter(request -> request.verb() == Verb.HEARTBEAT)
                .count();
    }

    @Test
    void without_a_coordinator_it_goes_all_the_same() {
        ScriptedNode node = activeOn("n1");
        node.breaks(node.coordinator());
        AtomicBoolean gone = new AtomicBoolean();
        node.turn(() -> node.core.leave(node.now(), () -> gone.set(true)));
        node.seconds(0.1);
        assertThat(gone).isTrue();
    }
}
