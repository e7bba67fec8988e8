package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Nodes join and leave a cluster that has data, and nobody notices but by the load. */
class MoveScenarioTest extends Scenario {
    private static final int KEYS = 300;

    @BeforeEach
    void data() {
        for (int i = 0; i < KEYS; i++) {
            assertThat(script.put(list.get(0), "k" + i, "v" + i).status()).isEqualTo(Status.OK);
        }
        script.seconds(1);
    }

    private void everythingIsThere(SimHost door) {
        for (int i = 0; i < KEYS; i++) {
            Reply reply = script.get(door, "k" + i);
            assertThat(new String(Objects.requireNonNull(reply.block()), StandardCharsets.UTF_8))
                    .isEqualTo("v" + i);
        }
        assertThat(script.violations()).isEmpty();
    }

    /** As the coordinator knows it, which after a start may be nothing. */
    private long slotsOn(SimHost node) {
        long slots = 0;
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = script.cluster().view().assignment(slot);
            boolean isThere = assignment != null && assignment.voter(node.name()) != null;
            slots += isThere ? 1 : 0;
        }
        return slots;
    }

    private long preferredOn(SimHost node) {
        return script.cluster().view().shares().stream()
                .filter(share -> share.assignment().voters().get(0).node().equals(node.name()))
                .mapToLong(share -> share.slots().size())
                .sum();
    }

    private boolean atRest() {
        return script.cluster().replicas().unequalSlot() < 0
                && "0".equals(rebalance("STATUS").field("copies"));
    }

    private Reply rebalance(String what) {
        return ask(Verb.REBALANCE, what);
    }

    private Reply ask(Verb verb, String argument) {
        return script.ask(
                script.cluster().coordinators().first(),
                Request.builder(verb).argument(argument).build());
    }

    private SimHost joined() {
        SimHost fourth = script.cluster().addNode();
        script.cluster().startNode(fourth, StoreHealth.EMPTY);
        script.waitFor("a share of the slots", () -> slotsOn(fourth) > 0);
        script.waitFor("everything to have moved", this::atRest);
        return fourth;
    }

    /** It comes back elsewhere. */
    private void relocate(SimHost node, int weight, String zone) {
        script.cluster().kill(node);
        script.cluster().place(node, new SimCluster.Site(weight, zone));
        script.cluster().startNode(node, StoreHealth.WHOLE);
        script.waitFor("what it says of itself", () -> {
            Member member = script.memberOf(node);
            return member.weight() == weight && member.zone().equals(zone);
        });
        // Until it is counted as that.
        script.seconds(3);
        script.waitFor("everything to have moved", this::atRest);
    }

    @Test
    void a_node_that_comes_back_with_twice_the_weight_is_to_lead_about_twice_the_slots_of_others() {
        joined();
        SimHost fifth = joined();
        long before = slotsOn(fifth);
        relocate(fifth, 2, "");
        for (SimHost other : script.cluster().nodes().subList(0, 4)) {
            assertThat((double) preferredOn(fifth) / preferredOn(other)).isBetween(1.7, 2.5);
        }
        assertThat(slotsOn(fifth)).isGreaterThan(before * 5 / 4);
        everythingIsThere(fifth);
    }

    @Test
    void nodes_that_come_back_in_zones_have_the_copies_of_each_slot_in_distinct_ones() {
        for (int i = 0; i < 3; i++) {
            script.cluster().startNode(script.cluster().addNode(), StoreHealth.EMPTY);
        }
        List<SimHost> nodes = script.cluster().nodes();
        script.waitFor("a share of the slots", () -> slotsOn(nodes.get(5)) > 0);
        script.waitFor("everything to have moved", this::atRest);
        for (int i = 0; i < 6; i++) {
            relocate(nodes.get(i), 1, List.of("a", "a", "b", "b", "c", "c").get(i));
        }
        for (View.Share share : script.cluster().view().shares()) {
            assertThat(share.assignment().voters())
                    .extracting(voter ->
                            script.cluster().view().member(voter.node()).zone())
                    .containsExactlyInAnyOrder("a", "b", "c");
        }
        everythingIsThere(nodes.get(5));
    }

    @Test
    void a_fourth_node_gets_its_share_and_what_moved_is_dropped_where_it_was() {
        SimHost fourth = joined();
        assertThat(slotsOn(fourth))
                .isBetween(3 * SlotSet.SLOTS / 4 * 9L / 10, 3 * SlotSet.SLOTS / 4 * 11L / 10);
        everythingIsThere(fourth);
        script.waitFor(
                "leftovers to be dropped",
                () -> script.cluster().nodes().stream()
                        .allMatch(node -> held(node) == slotsOn(node)));
        everythingIsThere(list.get(0));
    }

    private long held(SimHost node) {
        long held = 0;
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            held += script.cluster().core(node).syncedTerm(slot) > 0 ? 1 : 0;
        }
        return held;
    }

    @Test
    void a_node_that_is_drained_holds_nothing_and_can_be_removed() {
        SimHost fourth = joined();
        SimHost leaves = list.get(0);
        assertThat(ask(Verb.DRAIN, leaves.name()).isOk()).isTrue();
        assertThat(script.memberOf(leaves).state()).isEqualTo(MemberState.DRAINING);
        script.waitFor("it to be empty", () -> slotsOn(leaves) == 0 && atRest());
        everythingIsThere(leaves);
        assertThat(ask(Verb.REMOVE_NODE, leaves.name()).isOk()).isTrue();
        script.waitFor(
                "it to be removed", () -> script.memberOf(leaves).state() == MemberState.REMOVED);
        everythingIsThere(fourth);
    }

    /** Between any two records of the log there is a moment at which the coordinator dies. */
    @Test
    void a_coordinator_that_dies_after_each_record_only_slows_it_down() {
        SimHost fourth = script.cluster().addNode();
        script.cluster().startNode(fourth, StoreHealth.EMPTY);
        int records = script.cluster().coordinators().log().size();
        int deaths = 0;
        long until = (long) script.now() + 2_000;
        while (!isAtRest(fourth) && script.now() < until) {
            script.seconds(0.01);
            if (script.cluster().coordinators().log().size() > records) {
                script.cluster().coordinators().kill();
                script.seconds(0.1);
                script.cluster().coordinators().start();
                records = script.cluster().coordinators().log().size();
                deaths++;
            }
        }
        assertThat(isAtRest(fourth)).isTrue();
        assertThat(deaths).isGreaterThan(20);
        everythingIsThere(fourth);
    }

    private boolean isAtRest(SimHost joined) {
        return slotsOn(joined) > 0
                && script.cluster().coordinators().slotsToMove() == 0
                && script.cluster().replicas().unequalSlot() < 0;
    }

    /** The source, the target, and a replica of what moves, each while it moves. */
    @Test
    void a_node_that_dies_meanwhile_only_slows_it_down() {
        SimHost fourth = script.cluster().addNode();
        for (int round = 0; round < 4; round++) {
            SimHost dies = script.cluster().nodes().get(round);
            script.cluster().startNode(fourth, round == 0 ? StoreHealth.EMPTY : StoreHealth.WHOLE);
            script.seconds(2.5 + 0.3 * round);
            script.cluster().kill(dies);
            script.seconds(1);
            if (dies != fourth) {
                script.cluster().startNode(dies, StoreHealth.WHOLE);
                script.cluster().kill(fourth);
            }
            script.seconds(1);
        }
        script.cluster().startNode(fourth, StoreHealth.WHOLE);
        script.waitFor("everything to have moved", () -> isAtRest(fourth));
        everythingIsThere(list.get(0));
    }

    @Test
    void a_node_that_cannot_be_spared_is_not_drained() {
        Reply refusal = ask(Verb.DRAIN, list.get(0).name());
        assertThat(refusal.isError()).isTrue();
        assertThat(refusal.text()).contains("2 nodes for 3 copies", "kv set-replicas 2");
        assertThat(script.memberOf(list.get(0)).state()).isEqualTo(MemberState.UP);
    }

    @Test
    void there_are_as_many_copies_as_somebody_wants() {
        assertThat(ask(Verb.SET_REPLICAS, "2").isOk()).isTrue();
        script.waitFor("two copies", () -> atRest() && copies() == 2L * SlotSet.SLOTS);
        everythingIsThere(list.get(0));
        assertThat(ask(Verb.SET_REPLICAS, "3").isOk()).isTrue();
        script.waitFor("three copies", () -> atRest() && copies() == 3L * SlotSet.SLOTS);
        everythingIsThere(list.get(1));
    }

    private long copies() {
        return script.cluster().nodes().stream().mapToLong(this::slotsOn).sum();
    }

    @Test
    void what_is_paused_waits_and_what_is_cancelled_is_given_up() {
        assertThat(rebalance("PAUSE").isOk()).isTrue();
        SimHost fourth = script.cluster().addNode();
        script.cluster().startNode(fourth, StoreHealth.EMPTY);
        script.seconds(10);
        assertThat(slotsOn(fourth)).isZero();
        Reply slow = script.ask(
                script.cluster().coordinators().first(),
                Request.builder(Verb.REBALANCE)
                        .option(Option.THROTTLE, 100)
                        .argument("RESUME")
                        .build());
        assertThat(slow.isOk()).isTrue();
        script.waitFor("something to move", () -> slotsOn(fourth) > 0);
        assertThat(atRest()).isFalse();
        assertThat(rebalance("CANCEL").isOk()).isTrue();
        script.seconds(5);
        long kept = slotsOn(fourth);
        assertThat(script.cluster().replicas().unequalSlot()).isNegative();
        script.seconds(5);
        assertThat(slotsOn(fourth)).isEqualTo(kept);
        everythingIsThere(fourth);
    }
}
