package io.ringkv.coordinator.core;

import static io.ringkv.coordinator.core.ScriptedCoordinator.THREE;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Coordinator c1 of three has led three nodes, and does not lead any more: c2 does, until a test says otherwise. */
class FollowerTest {
    private static final long CLIENT = 50;
    private static final Request DRAIN =
            Request.builder(Verb.DRAIN).argument("n1").build();
    private static final Request STATUS = Request.of(Verb.STATUS);

    private final ScriptedCoordinator coordinator = ScriptedCoordinator.ofThree();

    @BeforeEach
    void follow() {
        led("c2");
        coordinator.leading(false);
    }

    private void led(String leader) {
        coordinator.log.group = new LogGroup("c1", leader, THREE, List.of());
    }

    private long link() {
        return coordinator.network.openedTo("h2:5000");
    }

    private void ask(Request request) {
        coordinator.core.request(coordinator.now(), CLIENT, 0, request);
        coordinator.seconds(0.05);
    }

    private List<Reply> answers() {
        return coordinator.network.answersOn(CLIENT);
    }

    private Request passedOn() {
        List<Request> sent = coordinator.network.requestsOn(link());
        return sent.get(sent.size() - 1);
    }

    private void leaderAnswers(Reply reply) {
        coordinator.core.reply(
                coordinator.now(), link(), reply.withTag(passedOn().tag()));
    }

    @Test
    void a_node_is_sent_on_to_the_leader() {
        Reply reply = coordinator.ask(1, ScriptedCoordinator.heartbeat("n1", 1));
        assertThat(reply.isError(ErrorCode.NOT_LEADER)).isTrue();
        assertThat(reply.errorClass()).isEqualTo(ErrorClass.REDIRECT);
        assertThat(reply.field("node")).isEqualTo("c2");
        assertThat(reply.field("addr")).isEqualTo("h2:5000");
    }

    @Test
    void a_node_is_told_when_no_leader_is_known() {
        led("");
        Reply reply = coordinator.register(4, "n4", 4);
        assertThat(reply.isError(ErrorCode.NOT_LEADER)).isTrue();
        assertThat(reply.field("addr")).isNull();
    }

    @Test
    void what_the_log_says_is_answered_here() {
        assertThat(coordinator.ask(CLIENT, Request.of(Verb.LIST_NODES)).items()).hasSize(3);
        assertThat(coordinator.network.connects()).doesNotContainValue("h2:5000");
    }

    @Test
    void what_deaths_would_mean_is_the_leaders_to_say_and_nobodys_without_one() {
        Request explain = Request.builder(Verb.EXPLAIN).argument("k").build();
        ask(explain);
        assertThat(passedOn().verb()).isEqualTo(Verb.EXPLAIN);
        led("");
        Reply placed = coordinator.ask(CLIENT, explain);
        assertThat(placed.isOk()).isTrue();
        assertThat(placed.items()).noneMatch(item -> item.word(0).equals("IF_DIES"));
    }

    @Test
    void a_change_is_passed_on_once_greeted_and_answered_in_the_leaders_words() {
        ask(DRAIN);
        List<Request> sent = coordinator.network.requestsOn(link());
        assertThat(sent).extracting(Request::verb).containsExactly(Verb.HELLO, Verb.DRAIN);
        assertThat(sent.get(0).option(Option.ROLE)).isEqualTo("coordinator");
        assertThat(sent.get(0).option(Option.CLUSTER)).isEqualTo(Cluster.ID);
        leaderAnswers(Reply.ok().with("epoch", "17"));
        assertThat(answers()).containsExactly(Reply.ok().with("epoch", "17"));
    }

    @Test
    void many_use_one_connection() {
        ask(DRAIN);
        ask(STATUS);
        assertThat(coordinator.network.connects().values().stream().filter("h2:5000"::equals))
                .hasSize(1);
        leaderAnswers(Reply.ok().with("health", "HEALTHY"));
        assertThat(answers()).hasSize(1);
    }

    @Test
    void a_change_whose_connection_breaks_is_unknown_and_a_question_is_not() {
        ask(DRAIN);
        ask(STATUS);
        coordinator.core.disconnected(coordinator.now(), link());
        assertThat(answers().get(0).isError(ErrorCode.CONNECTION_LOST)).isTrue();
        assertThat(answers().get(0).errorClass()).isEqualTo(ErrorClass.UNKNOWN);
        assertThat(answers().get(1).isError(ErrorCode.UNAVAILABLE)).isTrue();
    }

    @Test
    void a_change_that_was_not_sent_changed_nothing() {
        coordinator.core.request(coordinator.now(), CLIENT, 0, DRAIN);
        coordinator.core.disconnected(coordinator.now(), link());
        assertThat(answers().get(0).errorClass()).isEqualTo(ErrorClass.RETRY);
    }

    @Test
    void who_does_not_answer_in_time_is_not_waited_for() {
        ask(DRAIN);
        coordinator.seconds(3.1);
        assertThat(answers()).hasSize(1);
        assertThat(answers().get(0).errorClass()).isEqualTo(ErrorClass.UNKNOWN);
        leaderAnswers(Reply.ok());
        assertThat(answers()).hasSize(1);
    }

    @Test
    void another_leader_is_asked_from_then_on_and_what_the_old_one_owes_is_unknown() {
        ask(DRAIN);
        long old = link();
        led("c3");
        coordinator.seconds(0.1);
        assertThat(coordinator.network.closed()).contains(old);
        assertThat(answers().get(0).errorClass()).isEqualTo(ErrorClass.UNKNOWN);
        ask(DRAIN);
        assertThat(coordinator.network.connects()).containsValue("h3:5000");
    }

    @Test
    void who_was_taken_for_the_leader_and_is_none_has_changed_nothing() {
        ask(DRAIN);
        leaderAnswers(Reply.error(ErrorCode.NOT_LEADER, "c3 leads").with("addr", "h3:5000"));
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
    }

    @Test
    void what_a_coordinator_passes_on_is_not_passed_on_again() {
        coordinator.core.accepted(coordinator.now(), 60, true);
        coordinator.ask(
                60,
                Request.builder(Verb.HELLO)
                        .option(Option.ROLE, "coordinator")
                        .argument("1")
                        .build());
        assertThat(coordinator.ask(60, DRAIN).isError(ErrorCode.NOT_LEADER)).isTrue();
    }

    @Test
    void without_a_leader_a_change_is_refused_and_the_status_says_what_goes_on() {
        led("");
        assertThat(coordinator.ask(CLIENT, DRAIN).isError(ErrorCode.UNAVAILABLE))
                .isTrue();
        assertThat(coordinator.ask(CLIENT, STATUS).isError(ErrorCode.UNAVAILABLE))
                .as("one may be about to be elected")
                .isTrue();
        coordinator.seconds(2.1);
        Reply status = coordinator.ask(CLIENT, STATUS);
        assertThat(status.field("health")).isEqualTo("DEGRADED");
        assertThat(status.items().toString())
                .contains("no majority of the 3 coordinators", "reads and writes go on", "c2 (h2");
    }

    @Test
    void without_a_leader_nobody_can_tell_what_the_others_are() {
        led("");
        coordinator.seconds(2.1);
        Reply list = coordinator.ask(CLIENT, Request.of(Verb.LIST_COORDINATORS));
        assertThat(list.items().toString())
                .contains(
                        "c1 h1:5000 role=follower",
                        "c2 h2:5000 role=unknown",
                        "c3 h3:5000 role=unknown");
        assertThat(list.field("leader")).isEqualTo("-");
    }

    @Test
    void who_leads_again_judges_nobody_before_the_node_timeout_and_two_seconds() {
        coordinator.seconds(20);
        led("c1");
        coordinator.leading(true);
        coordinator.fallsSilent(1);
        coordinator.seconds(4.9);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
        coordinator.seconds(0.3);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
    }

    @Test
    void who_leads_again_takes_nobody_for_lost_whom_it_has_not_heard_yet() {
        led("c1");
        coordinator.leading(true);
        for (int i = 1; i <= 3; i++) {
            coordinator.fallsSilent(i);
        }
        Reply status = coordinator.ask(CLIENT, STATUS);
        assertThat(status.field("health")).isEqualTo("DEGRADED");
        assertThat(status.field("unavailable")).isEqualTo("0");
        assertThat(status.items().toString()).contains("n1", "n2", "n3", "not been heard yet");
        coordinator.seconds(5.3);
        assertThat(coordinator.ask(CLIENT, STATUS).field("health")).isEqualTo("UNAVAILABLE");
    }

    @Test
    void the_leader_names_the_coordinators_in_the_view_and_those_that_are_away_in_the_status() {
        coordinator.log.group = new LogGroup("c1", "c1", THREE, List.of("c3"));
        coordinator.leading(true);
        for (int i = 1; i <= 3; i++) {
            coordinator.register(i, "n" + i, i);
        }
        coordinator.seconds(1);
        assertThat(coordinator.view().coordinators()).isEqualTo(THREE);
        Reply status = coordinator.ask(CLIENT, STATUS);
        assertThat(status.field("health")).isEqualTo("DEGRADED");
        assertThat(status.items().toString()).contains("coordinator c3 at h3:5000 is away");
    }
}
