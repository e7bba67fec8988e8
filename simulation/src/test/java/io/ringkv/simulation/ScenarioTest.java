package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.core.LogEntry;
import io.ringkv.coordinator.core.MetadataRecord;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What a cluster promises whose nodes come and go. */
class ScenarioTest extends Scenario {
    @Test
    void any_node_takes_a_request_and_passes_it_on() {
        assertThat(script.put(list.get(2), KEY, "first").status()).isEqualTo(Status.OK);
        assertThat(value()).isEqualTo("first");
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
        script.cluster().coordinators().kill();
        script.seconds(1);
        script.cluster().coordinators().start();
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void without_the_coordinator_a_node_says_so_and_whom_it_does_not_reach() {
        SimHost asked = list.get(0);
        assertThat(script.ask(asked, Request.of(Verb.STATUS)).field("health")).isEqualTo("HEALTHY");
        script.cluster().coordinators().kill();
        script.seconds(6);
        Reply alone = script.ask(asked, Request.of(Verb.STATUS));
        assertThat(alone.field("health")).isEqualTo("DEGRADED");
        assertThat(alone.toString()).contains("no coordinator answers");
        script.cluster().kill(list.get(1));
        script.cluster().kill(list.get(2));
        script.seconds(6);
        Reply last = script.ask(asked, Request.of(Verb.STATUS));
        assertThat(last.field("health")).isEqualTo("UNAVAILABLE");
        assertThat(last.field("unavailable")).isEqualTo(Integer.toString(SlotSet.SLOTS));
        assertThat(last.toString()).contains("does not answer " + asked.name());
    }

    @Test
    void without_the_coordinator_reads_and_writes_go_on() {
        script.cluster().coordinators().kill();
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

    @Test
    void a_node_is_up_again_although_the_log_lost_its_welcome() {
        SimHost node = list.get(1);
        script.cluster().kill(node);
        script.waitFor("it to be down", () -> script.memberOf(node).state() == MemberState.DOWN);
        MetadataRecord welcome = new MetadataRecord.MemberStateChanged(node.name(), MemberState.UP);
        List<LogEntry> lost = new ArrayList<>();
        script.cluster().coordinators().log().decide(bytes -> {
            LogEntry entry = LogEntry.decode(bytes);
            if (lost.size() == 3 || !entry.records().contains(welcome)) {
                return AppendFate.COMMITTED;
            }
            lost.add(entry);
            return AppendFate.FAILED_AND_LOST;
        });
        script.cluster().startNode(node, StoreHealth.WHOLE);
        script.waitFor("it to be up", () -> script.memberOf(node).state() == MemberState.UP);
        assertThat(lost).hasSize(3);
        script.waitFor("it to be in sync", () -> script.cluster().replicas().unequalSlot() < 0);
    }

    /** The machine loses its power, so that nobody closes its connections, and is back before it was missed. */
    @Test
    void a_node_whose_old_connections_are_half_open_is_let_in_and_counts_once() {
        script.put(list.get(0), KEY, "first");
        SimHost node = list.get(1);
        long before = script.memberOf(node).incarnation();
        double cut = script.now();
        StoreHealth health = script.cluster().powerCut(node);
        script.seconds(0.5);
        script.cluster().startNode(node, health);
        script.seconds(1);
        assertThat(script.memberOf(node).incarnation()).as("it may be a twin").isEqualTo(before);
        script.waitFor("it to be let in", () -> script.memberOf(node).incarnation() != before);
        script.waitFor("it to be beyond doubt", () -> !script.memberOf(node).doubtful());
        script.waitFor("it to be in sync", () -> script.cluster().replicas().unequalSlot() < 0);
        assertThat(script.now() - cut).as("before the old connections broke").isLessThan(10);
        assertThat(ask(put("second").option(Option.LEVEL, "all")).field("acks")).isEqualTo("3/3");

        script.waitFor("its roles to return", () -> script.servesAllThatPreferIt(node));
        long epoch = script.cluster().view().epoch();
        script.seconds(20);
        assertThat(script.cluster().view().epoch())
                .as("that the old connections broke changes nothing")
                .isEqualTo(epoch);
        assertThat(script.memberOf(node).state()).isEqualTo(MemberState.UP);
        assertThat(ask(put("third").option(Option.LEVEL, "all")).field("acks")).isEqualTo("3/3");
        assertThat(value()).isEqualTo("third");
    }
}
