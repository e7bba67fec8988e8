package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.Rules;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** One promise each, step by step, on the cores that the server runs. */
class ScenarioTest {
    private static final String KEY = "user:alice";

    private final Script script = new Script(Rules.ALL);
    private final List<SimHost> list = script.listOf(KEY);

    private Request.Builder put(String value) {
        return Request.builder(Verb.PUT)
                .argument(KEY)
                .value(value.getBytes(StandardCharsets.UTF_8));
    }

    private Reply ask(Request.Builder request) {
        return script.ask(list.get(0), request.build());
    }

    private String value() {
        Reply reply = script.get(list.get(1), KEY);
        byte[] block = reply.block();
        return block == null ? reply.status().name() : new String(block, StandardCharsets.UTF_8);
    }

    @Test
    void any_node_takes_a_request_and_passes_it_on() {
        assertThat(script.put(list.get(2), KEY, "first").status()).isEqualTo(Status.OK);
        assertThat(value()).isEqualTo("first");
    }

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

    @Test
    void compare_and_set_goes_by_the_version_that_is_there() {
        String version = ask(put("first")).field("v");
        Reply second = ask(put("second").option(Option.IF, version));
        assertThat(second.status()).isEqualTo(Status.OK);
        Reply refused = ask(put("third").option(Option.IF, version));
        assertThat(refused.status()).isEqualTo(Status.CONFLICT);
        assertThat(refused.field("v")).isEqualTo(second.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void everything_acknowledged_survives_the_death_of_all_processes() {
        script.put(list.get(0), KEY, "first");
        list.forEach(script.cluster()::kill);
        script.cluster().killCoordinator();
        script.seconds(1);
        script.cluster().startCoordinator();
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void a_wiped_disk_is_filled_again_before_it_counts() {
        script.put(list.get(0), KEY, "first");
        SimHost wiped = list.get(1);
        script.cluster().kill(wiped);
        script.cluster().wipe(wiped);
        script.cluster().startNode(wiped, StoreHealth.EMPTY);
        script.waitFor("its replacement", () -> script.cluster().unequalSlot() < 0);
        script.cluster().kill(list.get(2));
        script.waitFor(
                "the two to serve", () -> script.serves(list.get(0)) && script.serves(wiped));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void without_the_coordinator_reads_and_writes_go_on() {
        script.cluster().killCoordinator();
        for (int i = 0; i < 100; i++) {
            script.seconds(1);
            assertThat(script.put(list.get(i % 3), KEY, "v" + i).status()).isEqualTo(Status.OK);
            assertThat(value()).isEqualTo("v" + i);
        }
    }

    @Test
    void level_all_is_refused_by_name_while_a_replica_is_away() {
        script.cluster().kill(list.get(2));
        script.seconds(4);
        Reply refused = ask(put("first").option(Option.LEVEL, "all"));
        assertThat(refused.errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(value()).isEqualTo("NOT_FOUND");
        assertThat(ask(put("first")).field("acks")).isEqualTo("2/3");
    }
}
