package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/**
 * For each rule that the simulator can leave out, the schedule that shows what the rule is for: with the rule the
 * history is linearizable, without it the same steps lose or invent data, and the checker says so.
 */
class RuleScheduleTest {
    private static final String KEY = "user:alice";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takeOver_T1_a_new_primary_that_missed_a_write_finds_it_before_it_serves(boolean rule) {
        Script script = new Script(rule ? Rules.ALL : Rules.without(Rule.T1));
        List<SimHost> list = script.listOf(KEY);
        SimHost primary = list.get(0);
        SimHost heir = list.get(1);
        script.put(primary, KEY, "first");
        script.seconds(0.2);
        script.cut(primary, heir);
        assertThat(script.put(primary, KEY, "second").status()).isEqualTo(Status.OK);
        script.cluster().kill(primary);
        script.waitFor("the heir to be primary", () -> script.primaryOf(KEY) == heir);
        script.waitFor("it to serve", () -> script.serves(heir));
        script.heal();
        assertThat(script.get(heir, KEY).status()).isEqualTo(Status.VALUE);
        assertThat(script.violations().isEmpty()).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void confirmation_Q1_a_primary_that_was_cut_off_does_not_answer_from_the_past(boolean rule) {
        Script script = new Script(rule ? Rules.ALL : Rules.without(Rule.Q1));
        List<SimHost> list = script.listOf(KEY);
        SimHost old = list.get(0);
        script.put(old, KEY, "first");
        script.cut(old, list.get(1));
        script.cut(old, list.get(2));
        script.cut(old, script.cluster().coordinator());
        script.waitFor("another primary", () -> script.primaryOf(KEY) != old);
        SimHost next = script.primaryOf(KEY);
        assertThat(script.put(next, KEY, "second").status()).isEqualTo(Status.OK);
        Reply answer = script.get(old, KEY);
        assertThat(answer.isError()).as(answer.toString()).isEqualTo(rule);
        assertThat(script.violations().isEmpty()).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fencing_E4_a_replica_of_a_newer_term_refuses_the_old_primary(boolean rule) {
        Script script = new Script(rule ? Rules.ALL : Rules.without(Rule.E4));
        List<SimHost> list = script.listOf(KEY);
        SimHost old = list.get(0);
        SimHost heir = list.get(1);
        script.put(old, KEY, "first");
        script.cut(old, heir);
        script.cut(old, script.cluster().coordinator());
        script.waitFor("another primary", () -> script.primaryOf(KEY) == heir);
        script.waitFor("it to serve", () -> script.serves(heir));
        Reply answer = script.put(old, KEY, "second");
        assertThat(answer.isOk()).as(answer.toString()).isEqualTo(!rule);
        script.get(heir, KEY);
        assertThat(script.violations().isEmpty()).isEqualTo(rule);
    }

    @Test
    void a_slot_without_a_majority_refuses_by_name_and_nothing_is_applied() {
        Script script = new Script(Rules.ALL);
        List<SimHost> list = script.listOf(KEY);
        script.put(list.get(0), KEY, "first");
        script.cluster().kill(list.get(1));
        script.cluster().kill(list.get(2));
        script.seconds(1);
        assertThat(script.put(list.get(0), KEY, "second").errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(script.violations()).isEmpty();
    }
}
