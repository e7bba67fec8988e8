package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

/** What is deleted stays deleted, and in the end takes no space. */
class PurgeScenarioTest extends Scenario {
    private int rows(SimHost node) {
        return script.cluster().disks().rows(node, RowSpace.DATA).size();
    }

    private Request.Builder delete() {
        return Request.builder(Verb.DELETE).argument(KEY);
    }

    @Test
    void a_tombstone_goes_once_every_replica_has_it() {
        ask(put("first"));
        ask(delete());
        assertThat(list).allMatch(node -> rows(node) == 1);
        script.waitFor("it to go", () -> list.stream().allMatch(node -> rows(node) == 0));
        assertThat(value()).isEqualTo("NOT_FOUND");
        assertThat(script.cluster().replicas().unequalSlot()).isNegative();
        ask(put("second"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void while_a_replica_is_away_it_stays_and_what_was_deleted_does_not_come_back() {
        ask(put("first"));
        SimHost away = list.get(2);
        script.cluster().kill(away);
        ask(delete());
        script.seconds(30);
        assertThat(rows(list.get(0))).isEqualTo(1);
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.waitFor("it to go", () -> list.stream().allMatch(node -> rows(node) == 0));
        assertThat(script.get(away, KEY).status().name()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_repeated_delete_is_recognised_although_its_tombstone_could_go() {
        String id = script.session() + "-a-1";
        ask(put("first"));
        assertThat(ask(delete().option(Option.REQUEST_ID, id)).field("existed")).isEqualTo("1");
        script.seconds(8);
        assertThat(ask(delete().option(Option.REQUEST_ID, id)).field("existed")).isEqualTo("1");
        script.waitFor("it to go", () -> list.stream().allMatch(node -> rows(node) == 0));
        assertThat(ask(delete().option(Option.REQUEST_ID, id)).errorCode()).isEqualTo("TOO_OLD");
    }

    @Test
    void the_next_primary_and_a_restart_of_all_know_the_mark() {
        ask(put("first"));
        ask(delete());
        script.waitFor("it to go", () -> list.stream().allMatch(node -> rows(node) == 0));
        script.cluster().kill(list.get(0));
        script.waitFor("another primary", () -> script.primaryOf(KEY) != list.get(0));
        assertThat(value()).isEqualTo("NOT_FOUND");
        script.cluster().startNode(list.get(0), StoreHealth.WHOLE);
        script.waitFor("all to be alike", () -> script.cluster().replicas().unequalSlot() < 0);
        list.forEach(script.cluster()::kill);
        script.seconds(1);
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("all to be alike", () -> script.cluster().replicas().unequalSlot() < 0);
        assertThat(value()).isEqualTo("NOT_FOUND");
    }
}
