package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.Test;

/** What nodes tell each other where no coordinator does, and what a coordinator makes of it. */
class GossipScenarioTest extends Scenario {
    private final SimHost a = list.get(0);
    private final SimHost b = list.get(1);
    private final SimHost c = list.get(2);

    private Item lineOf(SimHost teller, SimHost about) {
        return script.ask(teller, Request.of(Verb.GOSSIP)).items().stream()
                .filter(item -> item.word(0).equals(about.name()))
                .findFirst()
                .orElseThrow();
    }

    private boolean suspects(SimHost teller, SimHost about) {
        return "suspect".equals(lineOf(teller, about).field("state"));
    }

    private MemberState stateOf(SimHost node) {
        return script.memberOf(node).state();
    }

    @Test
    void a_new_view_reaches_a_node_that_is_cut_off_from_the_coordinator() {
        script.cut(c, script.cluster().coordinators().first());
        script.cluster().core(a).diskFull(true);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != a);
        long epoch = script.cluster().view().epoch();
        script.waitFor(
                "the view at the other end", () -> script.cluster().core(c).epoch() >= epoch);
        assertThat(script.now()).isLessThan(30);
    }

    @Test
    void whoever_is_told_that_it_is_suspected_contradicts() {
        script.cluster().pause(c);
        script.waitFor("a suspicion", () -> suspects(a, c) || suspects(b, c));
        script.cluster().resume(c);
        script.waitFor("the end of it", () -> !suspects(a, c) && !suspects(b, c));
        assertThat(lineOf(a, c).longField("inc", 0)).isPositive();
    }

    @Test
    void one_bad_link_takes_nobody_down() {
        script.cut(b, c);
        script.seconds(20);
        assertThat(suspects(a, b) || suspects(a, c)).isFalse();
        assertThat(stateOf(b)).isEqualTo(MemberState.UP);
        assertThat(stateOf(c)).isEqualTo(MemberState.UP);
    }

    @Test
    void with_the_coordinator_away_the_others_know_of_a_node_that_died() {
        script.cluster().coordinators().kill();
        script.cluster().kill(c);
        script.waitFor("both to know it", () -> suspects(a, c) && suspects(b, c));
        assertThat(lineOf(a, c).field("by")).isNotNull();
        assertThat(suspects(a, b)).isFalse();
    }

    @Test
    void a_machine_without_power_is_down_before_the_node_timeout_where_the_others_say_so() {
        script.seconds(10);
        double began = script.now();
        script.cluster().powerCut(c);
        script.waitFor("its end", () -> stateOf(c) == MemberState.DOWN);
        assertThat(script.now() - began).isBetween(1.0, 2.5);
    }

    @Test
    void a_node_that_starts_again_is_not_suspected_for_the_start_before() {
        script.cluster().kill(c);
        script.waitFor("its end", () -> stateOf(c) == MemberState.DOWN);
        script.cluster().startNode(c, StoreHealth.WHOLE);
        script.waitFor("its return", () -> stateOf(c) == MemberState.UP && script.serves(c));
        script.seconds(1);
        assertThat(suspects(a, c)).isFalse();
    }
}
