package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

/** Each request takes effect once, whoever is asked again, however late. */
class RequestIdScenarioTest extends Scenario {
    @Test
    void a_repeated_request_id_is_applied_once_and_gets_the_first_version() {
        Reply first = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        Reply other = ask(put("second").option(Option.REQUEST_ID, "1-a-2"));
        Reply again = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        assertThat(again.field("v")).isEqualTo(first.field("v")).isNotEqualTo(other.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void a_repeated_request_id_is_recognised_by_the_next_primary() {
        Reply first = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        ask(put("second"));
        script.cluster().kill(list.get(0));
        script.waitFor("another primary", () -> script.primaryOf(KEY) != list.get(0));
        Reply again = script.ask(
                script.primaryOf(KEY),
                put("first").option(Option.REQUEST_ID, "1-a-1").build());
        assertThat(again.field("v")).isEqualTo(first.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void an_id_of_an_old_session_is_too_old_for_every_primary_and_its_rows_go() {
        String old = script.session() + "-a-1";
        ask(put("first").option(Option.REQUEST_ID, old));
        ask(put("second"));
        assertThat(list).allMatch(node -> requestIdRows(node) == 1);
        script.seconds(30);
        assertThat(ask(put("first").option(Option.REQUEST_ID, old)).errorCode())
                .isEqualTo("TOO_OLD");
        assertThat(list).allMatch(node -> requestIdRows(node) == 0);
        assertThat(script.cluster().replicas().unequalSlot()).isNegative();
        script.cluster().kill(list.get(0));
        script.waitFor("another primary", () -> script.primaryOf(KEY) != list.get(0));
        SimHost next = script.primaryOf(KEY);
        Request again = put("first").option(Option.REQUEST_ID, old).build();
        assertThat(script.ask(next, again).errorCode()).isEqualTo("TOO_OLD");
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void a_replica_that_was_away_when_the_floor_rose_drops_the_same_rows() {
        ask(put("first").option(Option.REQUEST_ID, script.session() + "-a-1"));
        ask(put("second"));
        SimHost away = list.get(2);
        script.cluster().kill(away);
        script.seconds(30);
        ask(put("third"));
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.waitFor(
                "the replica to catch up", () -> script.cluster().replicas().unequalSlot() < 0);
        assertThat(requestIdRows(away)).isZero();
    }

    @Test
    void the_floor_survives_the_death_of_all_processes() {
        String old = script.session() + "-a-1";
        ask(put("first").option(Option.REQUEST_ID, old));
        ask(put("second"));
        script.seconds(30);
        list.forEach(script.cluster()::kill);
        script.seconds(1);
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(ask(put("first").option(Option.REQUEST_ID, old)).errorCode())
                .isEqualTo("TOO_OLD");
    }

    @Test
    void a_clock_that_runs_ahead_makes_no_session_too_old() {
        SimHost ahead = script.cluster().nodes().get(0);
        String key = script.keyOf(ahead);
        Request first = Request.builder(Verb.PUT)
                .option(Option.REQUEST_ID, script.session() + "-a-1")
                .argument(key)
                .value(new byte[] {1})
                .build();
        Reply applied = script.ask(ahead, first);
        script.put(ahead, key, "second");
        script.seconds(10);
        assertThat(script.ask(ahead, first).field("v")).isEqualTo(applied.field("v"));
    }

    @Test
    void a_delayed_repetition_cannot_take_effect_after_a_negative_answer() {
        Request.Builder delete =
                Request.builder(Verb.DELETE).option(Option.REQUEST_ID, "1-a-1").argument(KEY);
        assertThat(ask(delete).field("existed")).isEqualTo("0");
        ask(put("first"));
        assertThat(ask(delete).field("existed")).isEqualTo("0");
        assertThat(value()).isEqualTo("first");
        Request.Builder conditional =
                put("never").option(Option.IF, "absent").option(Option.REQUEST_ID, "1-a-2");
        assertThat(ask(conditional).status()).isEqualTo(Status.CONFLICT);
        ask(Request.builder(Verb.DELETE).argument(KEY));
        assertThat(ask(conditional).status()).isEqualTo(Status.CONFLICT);
        assertThat(value()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_request_id_that_is_none_is_refused_and_nothing_is_written() {
        assertThat(ask(put("first").option(Option.REQUEST_ID, "nonsense")).errorCode())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(value()).isEqualTo("NOT_FOUND");
    }

    private int requestIdRows(SimHost node) {
        return script.cluster().disks().rows(node, RowSpace.REQUEST).size();
    }
}
