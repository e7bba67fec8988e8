package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Predicate;

/** The whole core: three nodes that are UP, on connections 1, 2 and 3. */
class CoordinatorCoreTest {
    private final ScriptedCoordinator coordinator = ScriptedCoordinator.ofThree();
    private int lost;

    private static boolean makes(LogEntry entry, String id, MemberState state) {
        return entry.records().contains(new MetadataRecord.MemberStateChanged(id, state));
    }

    private long proposals(String id, MemberState state) {
        return coordinator.log.appended.stream()
                .filter(entry -> makes(entry, id, state))
                .count();
    }

    private void losesTwo(Predicate<LogEntry> which) {
        coordinator.loses(entry -> which.test(entry) && lost++ < 2);
    }

    // ---- lost proposals

    @Test
    void a_welcome_that_the_log_loses_is_proposed_again_until_the_node_is_up() {
        losesTwo(entry -> makes(entry, "n4", MemberState.UP));
        coordinator.register(4, "n4", 4);
        coordinator.seconds(0.5);
        assertThat(coordinator.member("n4").state()).isEqualTo(MemberState.JOINING);
        coordinator.seconds(2);
        assertThat(coordinator.member("n4").state()).isEqualTo(MemberState.UP);
        assertThat(proposals("n4", MemberState.UP)).isEqualTo(3);
    }

    @Test
    void a_death_that_the_log_loses_is_proposed_again_until_the_node_is_down() {
        losesTwo(entry -> makes(entry, "n1", MemberState.DOWN));
        coordinator.fallsSilent(1);
        coordinator.seconds(4);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
        assertThat(proposals("n1", MemberState.DOWN)).isEqualTo(3);
    }

    @Test
    void a_cluster_that_could_not_be_formed_forms_when_the_log_is_well_again() {
        ScriptedCoordinator empty = new ScriptedCoordinator();
        empty.loses(entry ->
                entry.records().stream().anyMatch(MetadataRecord.SlotsAssigned.class::isInstance)
                        && lost++ < 2);
        for (int i = 1; i <= 3; i++) {
            empty.register(i, "n" + i, i);
        }
        empty.seconds(2);
        assertThat(lost).isGreaterThan(2);
        assertThat(empty.view().formed()).isTrue();
    }

    // ---- one epoch for a death

    @Test
    void a_nodes_death_is_one_epoch_one_entry_and_at_most_ten_records() {
        int entries = coordinator.log.appended.size();
        long epoch = coordinator.view().epoch();
        coordinator.fallsSilent(1);
        coordinator.seconds(10);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
        assertThat(coordinator.view().epoch()).isEqualTo(epoch + 1);
        assertThat(coordinator.log.appended).hasSize(entries + 1);
        assertThat(coordinator.log.newest().records()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void a_cluster_at_rest_writes_nothing_to_the_log() {
        int entries = coordinator.log.appended.size();
        coordinator.seconds(60);
        assertThat(coordinator.log.appended).hasSize(entries);
    }

    @Test
    void a_node_that_is_heard_again_after_a_silence_is_up_again() {
        coordinator.fallsSilent(1);
        coordinator.seconds(4);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
        coordinator.ask(1, ScriptedCoordinator.heartbeat("n1", 1));
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
    }

    // ---- who leads

    @Test
    void nobody_is_let_in_before_the_cluster_has_begun() {
        ScriptedCoordinator empty = ScriptedCoordinator.beforeItBegins();
        assertThat(empty.register(1, "n1", 1).isError(ErrorCode.STARTING)).isTrue();
        empty.seconds(0.1);
        assertThat(empty.register(1, "n1", 1).isOk()).isTrue();
    }

    @Test
    void a_coordinator_that_lost_the_lead_refuses_changes_and_still_answers_questions() {
        coordinator.leading(false);
        assertThat(coordinator.register(4, "n4", 4).isError(ErrorCode.NOT_LEADER))
                .isTrue();
        Reply view = coordinator.ask(9, Request.of(Verb.GET_VIEW));
        assertThat(ViewCodec.decode(view.block()).epoch())
                .isEqualTo(coordinator.view().epoch());
    }

    @Test
    void a_new_leader_asks_every_node_to_register_again_and_judges_nobody_before() {
        coordinator.leading(false);
        coordinator.leading(true);
        Reply reply = coordinator.ask(1, ScriptedCoordinator.heartbeat("n1", 1));
        assertThat(reply.isError(ErrorCode.STALE_EPOCH)).isTrue();
        coordinator.seconds(4.9);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
        for (int i = 1; i <= 3; i++) {
            coordinator.register(i, "n" + i, i);
        }
        long epoch = coordinator.view().epoch();
        coordinator.seconds(5);
        assertThat(coordinator.view().epoch()).isEqualTo(epoch);
    }

    // ---- requests

    @Test
    void who_did_not_introduce_itself_as_a_node_cannot_speak_as_one() {
        for (Request request : List.of(
                Cluster.registration("n9", 9, "d9").build(),
                ScriptedCoordinator.heartbeat("n1", 1),
                Request.builder(Verb.UNREGISTER_NODE).argument("n1").build())) {
            assertThat(coordinator.ask(9, request).isError(ErrorCode.NOT_AUTHORIZED))
                    .as(request.toString())
                    .isTrue();
        }
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
    }

    @Test
    void a_node_that_stops_on_purpose_is_down_at_once() {
        Request stops = Request.builder(Verb.UNREGISTER_NODE).argument("n1").build();
        assertThat(coordinator.ask(1, stops).isOk()).isTrue();
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
    }

    @Test
    void what_each_new_view_changes_is_pushed_to_who_subscribed_until_it_is_gone() {
        Reply subscribed = coordinator.ask(9, Request.of(Verb.SUBSCRIBE_VIEW));
        View before = ViewCodec.decode(subscribed.block());
        coordinator.fallsSilent(1);
        coordinator.seconds(4);
        View view = coordinator.view();
        assertThat(coordinator.network.pushes()).hasSize(1);
        assertThat(coordinator.network.pushes().get(0).connection()).isEqualTo(9);
        Push push = coordinator.network.pushes().get(0).what();
        assertThat(push.longField("base", 0)).isEqualTo(before.epoch());
        assertThat(ViewCodec.encode(ViewCodec.decodeChange(before, push.block())))
                .isEqualTo(ViewCodec.encode(view));
        coordinator.breaks(9);
        coordinator.fallsSilent(2);
        coordinator.seconds(4);
        assertThat(coordinator.view().epoch()).isGreaterThan(view.epoch());
        assertThat(coordinator.network.pushes()).hasSize(1);
    }

    @Test
    void who_asks_for_data_is_told_whom_to_ask() {
        Reply reply = coordinator.ask(
                9, Request.builder(Verb.GET).argument("user:alice").build());
        assertThat(reply.isError(ErrorCode.NOT_PRIMARY)).isTrue();
        String node = reply.field("node");
        assertThat(reply.field("addr")).isEqualTo(coordinator.member(node).address());
    }

    @Test
    void a_data_verb_that_has_no_place_here_is_refused_by_name() {
        Reply reply = coordinator.ask(9, Request.builder(Verb.CONFIRM).build());
        assertThat(reply.isError(ErrorCode.UNSUPPORTED)).isTrue();
        assertThat(reply.text()).contains("CONFIRM");
    }
}
