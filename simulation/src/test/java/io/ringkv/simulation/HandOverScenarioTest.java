package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Primaries leave a node and return to it, and no request notices. */
class HandOverScenarioTest extends Scenario {
    /** Puts through every node in turn, each begun before the one before it is answered. */
    private List<Reply> putsWhile(BooleanSupplier goesOn, SimHost... through) {
        List<Supplier<Reply>> puts = new ArrayList<>();
        while (goesOn.getAsBoolean()) {
            SimHost node = through[puts.size() % through.length];
            puts.add(script.begin(node, put("v" + puts.size()).build()));
            script.seconds(0.0005);
        }
        script.waitFor("every answer", () -> puts.stream().allMatch(put -> put.get() != null));
        return puts.stream().map(Supplier::get).toList();
    }

    @Test
    void a_node_that_is_told_to_stop_hands_over_and_no_request_notices() {
        SimHost leaver = list.get(0);
        script.cluster().stop(leaver);
        List<Reply> puts = putsWhile(leaver::running, list.get(1), list.get(2));
        assertThat(puts).hasSizeGreaterThan(20).allMatch(Reply::isOk);
        assertThat(script.primaryOf(KEY)).isNotEqualTo(leaver);
    }

    @Test
    void requests_of_one_connection_take_effect_in_order_through_a_hand_over() {
        SimHost leaver = list.get(0);
        List<Script.Connection> connections = list.stream().map(script::connect).toList();
        script.cluster().stop(leaver);
        int sent = 0;
        while (leaver.running()) {
            String value = "v" + sent++;
            for (Script.Connection connection : connections) {
                String key = "{" + KEY + "}" + connections.indexOf(connection);
                connection.send(Request.builder(Verb.PUT)
                        .argument(key)
                        .value(value.getBytes(StandardCharsets.UTF_8))
                        .build());
                connection.send(Request.builder(Verb.GET).argument(key).build());
            }
            script.seconds(0.0005);
        }
        int requests = 2 * sent;
        for (Script.Connection other : connections.subList(1, 3)) {
            script.waitFor("every answer", () -> other.replies.size() == requests);
            for (int i = 0; i < sent; i++) {
                assertThat(other.replies.get(2 * i)).matches(Reply::isOk);
                assertThat(other.replies.get(2 * i + 1).block())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("v" + i);
            }
        }
    }

    @Test
    void a_node_alone_is_told_to_stop_and_leaves_all_the_same() {
        list.subList(1, 3).forEach(script.cluster()::kill);
        script.cluster().coordinators().kill();
        script.cluster().stop(list.get(0));
        script.waitFor("the end of the last node", () -> !list.get(0).running());
    }

    @Test
    void roles_return_to_a_restarted_node_and_no_request_notices() {
        SimHost restarted = list.get(0);
        script.cluster().kill(restarted);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != restarted);
        script.cluster().startNode(restarted, StoreHealth.WHOLE);
        List<Reply> puts = putsWhile(
                () -> script.primaryOf(KEY) != restarted || !script.serves(restarted),
                list.get(1),
                list.get(2));
        assertThat(puts).hasSizeGreaterThan(20).allMatch(Reply::isOk);
    }

    @Test
    void reads_of_slots_that_stay_are_not_held_up_while_others_return() {
        SimHost restarted = list.get(0);
        SimHost stays = list.get(1);
        String key = script.keyOf(stays);
        script.cluster().kill(restarted);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != restarted);
        script.cluster().startNode(restarted, StoreHealth.WHOLE);
        double longest = 0;
        while (script.primaryOf(KEY) != restarted || !script.serves(restarted)) {
            double began = script.now();
            assertThat(script.get(stays, key).status()).isEqualTo(Status.NOT_FOUND);
            longest = Math.max(longest, script.now() - began);
        }
        assertThat(longest).isLessThan(0.1);
    }

    @Test
    void primaries_move_away_from_a_disk_that_hangs_though_the_node_lives() {
        SimHost hanging = list.get(0);
        script.put(hanging, KEY, "first");
        script.cluster().hang(hanging);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != hanging);
        assertThat(script.put(list.get(1), KEY, "second").isOk()).isTrue();
        assertThat(value()).isEqualTo("second");
        script.seconds(10);
        assertThat(script.cluster().view().member(hanging.name()).state())
                .isEqualTo(MemberState.UP);
        script.cluster().resume(hanging);
        script.waitFor("the preferred primary", () -> script.primaryOf(KEY) == hanging);
        assertThat(script.get(hanging, KEY).block())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("second");
        assertThat(script.violations()).isEmpty();
    }

    @Test
    void primaries_move_away_from_a_full_disk_and_return_when_it_has_space() {
        SimHost full = list.get(0);
        script.cluster().core(full).diskFull(true);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != full);
        assertThat(ask(put("first")).status()).isEqualTo(Status.OK);
        script.cluster().core(full).diskFull(false);
        script.waitFor("the preferred primary", () -> script.primaryOf(KEY) == full);
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void a_hand_over_that_is_refused_leaves_the_role_where_it_is() {
        list.forEach(node -> script.cluster().core(node).diskFull(true));
        script.seconds(5);
        assertThat(script.primaryOf(KEY)).isEqualTo(list.get(0));
        list.forEach(node -> script.cluster().core(node).diskFull(false));
        script.waitFor("puts to be taken again", () -> ask(put("first")).isOk());
    }
}
