package io.ringkv.coordinator.core;

import static io.ringkv.coordinator.core.ScriptedCoordinator.THREE;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Coordinator;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The leader of the coordinators takes others in, and lets them go. */
class CoordinatorMembersTest {
    private static final long CLIENT = 50;

    private final ScriptedCoordinator coordinator = ScriptedCoordinator.ofThree();

    private void ask(Request request) {
        coordinator.core.request(coordinator.now(), CLIENT, 0, request);
        coordinator.seconds(0.05);
    }

    private List<Reply> answers() {
        return coordinator.network.answersOn(CLIENT);
    }

    private static Request add(String id, String host) {
        return Request.builder(Verb.ADD_COORDINATOR)
                .argument(id)
                .argument(host)
                .argument("5000")
                .build();
    }

    private static Request remove(String id) {
        return Request.builder(Verb.REMOVE_COORDINATOR).argument(id).build();
    }

    private void leads(List<Coordinator> members, String... away) {
        coordinator.log.group = new LogGroup("c1", "c1", members, List.of(away));
        coordinator.leading(true);
        at("h3", "role", "coordinator", "id", "c3", "log", "log");
    }

    private void at(String host, String... fields) {
        Reply greeting = Reply.ok();
        for (int i = 0; i < fields.length; i += 2) {
            greeting = greeting.with(fields[i], fields[i + 1]);
        }
        coordinator.greets(host + ":5000", Optional.of(greeting));
    }

    @Test
    void one_more_is_answered_when_the_log_has_it_and_one_change_is_made_at_a_time() {
        leads(THREE.subList(0, 2));
        ask(add("c3", "h3"));
        ask(remove("c2"));
        assertThat(answers()).hasSize(1);
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
        assertThat(coordinator.log.changes).containsExactly("1 add c3 h3:6000");
        coordinator.log.group = new LogGroup("c1", "c1", THREE, List.of());
        coordinator.core.membersChanged(coordinator.now(), 1, "");
        assertThat(answers().get(1).field("coordinators")).isEqualTo("3");
        ask(add("c3", "h3"));
        assertThat(answers().get(2).isOk()).as("it is so already").isTrue();
    }

    @Test
    void the_log_knows_a_newcomer_by_its_directory_as_well_and_everybody_is_told_which_that_is() {
        leads(THREE.subList(0, 2));
        at("h3", "role", "coordinator", "id", "c3", "log", "log", "disk", "7f");
        ask(add("c3", "h3"));
        assertThat(coordinator.log.changes).containsExactly("1 add c3~7f h3:6000");
        coordinator.log.group = new LogGroup("c1", "c1", THREE, List.of(), Map.of("c3", "7f"));
        ask(Request.of(Verb.LIST_COORDINATORS));
        assertThat(answers().get(0).items())
                .extracting(item -> item.field("disk"))
                .containsExactly(null, null, "7f");
    }

    @Test
    void one_whose_process_is_a_node_with_data_is_not_removed() {
        leads(List.of(
                new Coordinator("c1", "h1", 5000),
                new Coordinator("n2", "host-n2", 5100),
                new Coordinator("n3", "elsewhere", 5100)));
        for (int i = 1; i <= 3; i++) {
            coordinator.register(i, "n" + i, i);
        }
        coordinator.seconds(1);
        ask(remove("n2"));
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
        assertThat(answers().get(0).text()).contains("n2 is a node, too", "kv drain n2");
        assertThat(coordinator.log.changes).isEmpty();
        ask(remove("n3"));
        assertThat(coordinator.log.changes).containsExactly("1 remove n3");
    }

    @Test
    void who_was_removed_is_missed_by_nobody() {
        leads(THREE.subList(0, 2), "c3");
        ask(remove("c2"));
        assertThat(coordinator.log.changes).containsExactly("1 remove c2");
    }

    @Test
    void who_asks_again_for_what_is_under_way_waits_for_it() {
        leads(THREE.subList(0, 2));
        ask(add("c3", "h3"));
        ask(add("c3", "h3"));
        assertThat(answers()).isEmpty();
        coordinator.core.membersChanged(coordinator.now(), 1, "");
        assertThat(answers()).hasSize(2).allMatch(Reply::isOk);
        assertThat(coordinator.log.changes).hasSize(1);
    }

    @Test
    void who_does_not_answer_is_not_added_and_the_next_change_need_not_wait() {
        leads(THREE.subList(0, 2));
        coordinator.greets("h3:5000", Optional.empty());
        ask(add("c3", "h3"));
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
        assertThat(answers().get(0).text())
                .contains("no coordinator answers at h3:5000", "Start c3 there first");
        assertThat(coordinator.log.changes).isEmpty();
        ask(remove("c2"));
        assertThat(coordinator.log.changes).hasSize(1);
    }

    @Test
    void who_is_silent_is_waited_for_two_seconds() {
        leads(THREE.subList(0, 2));
        coordinator.core.request(coordinator.now(), CLIENT, 0, add("c3", "h3"));
        long link = coordinator.network.openedTo("h3:5000");
        coordinator.core.tick(coordinator.now() + 1_900_000_000L);
        assertThat(answers()).isEmpty();
        coordinator.core.tick(coordinator.now() + 2_000_000_000L);
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
        assertThat(coordinator.network.closed()).contains(link);
    }

    @Test
    void who_answers_must_be_the_one_that_was_named_and_wait_for_this_log() {
        leads(THREE.subList(0, 2));
        at("h3", "role", "node", "id", "n3");
        ask(add("c3", "h3"));
        at("h3", "role", "coordinator", "id", "c9", "log", "log");
        ask(add("c3", "h3"));
        at("h3", "role", "coordinator", "id", "c3", "log", "another");
        ask(add("c3", "h3"));
        coordinator.greets(
                "h3:5000", Optional.of(Reply.error(ErrorCode.WRONG_CLUSTER, "it serves another")));
        ask(add("c3", "h3"));
        assertThat(answers()).allMatch(reply -> reply.isError(ErrorCode.BAD_ARGUMENT));
        assertThat(answers())
                .extracting(Reply::text)
                .map(text -> text.split(";")[0])
                .containsExactly(
                        "at h3:5000 answers no coordinator, but a node",
                        "at h3:5000 answers coordinator c9, not c3",
                        "coordinator c3 at h3:5000 keeps another log",
                        "who answers at h3:5000 does not take part in this cluster: it serves another");
        at("h3", "role", "coordinator", "id", "c3", "log", "-");
        ask(add("c3", "h3"));
        assertThat(answers().get(4).errorClass()).isEqualTo(ErrorClass.RETRY);
        assertThat(coordinator.log.changes).isEmpty();
    }

    @Test
    void a_change_that_the_log_did_not_take_says_why() {
        leads(THREE.subList(0, 2));
        ask(add("c3", "h3"));
        coordinator.core.membersChanged(coordinator.now(), 1, "it makes no progress");
        assertThat(answers().get(0).isError(ErrorCode.UNAVAILABLE)).isTrue();
        assertThat(answers().get(0).text()).contains("c3 answers", "Can the other", "6000");
    }

    @Test
    void an_id_or_an_address_is_of_one_coordinator() {
        leads(THREE);
        ask(add("c3", "h4"));
        ask(add("c4", "h3"));
        ask(add("c 4", "h4"));
        assertThat(answers()).allMatch(reply -> reply.isError(ErrorCode.BAD_ARGUMENT));
        assertThat(coordinator.log.changes).isEmpty();
    }

    @Test
    void an_id_stays_where_the_others_look_for_it() {
        leads(THREE);
        coordinator.seconds(0.2);
        leads(THREE.subList(0, 2));
        ask(add("c3", "h4"));
        assertThat(answers().get(0).isError(ErrorCode.BAD_ARGUMENT)).isTrue();
        assertThat(answers().get(0).text()).contains("c3 was a coordinator at h3:5000", "--id");
        assertThat(coordinator.log.changes).isEmpty();
        ask(add("c3", "h3"));
        assertThat(coordinator.log.changes).containsExactly("1 add c3 h3:6000");
    }

    @Test
    void who_is_left_must_be_a_majority_that_is_here() {
        leads(THREE, "c3");
        ask(remove("c2"));
        assertThat(answers().get(0).text()).contains("only 1 of 2 coordinators would be here");
        ask(remove("c9"));
        assertThat(answers().get(1).isError(ErrorCode.NOT_FOUND_NODE)).isTrue();
        assertThat(coordinator.log.changes).isEmpty();
        ask(remove("c3"));
        assertThat(coordinator.log.changes).containsExactly("1 remove c3");
    }

    @Test
    void a_leader_that_is_to_go_hands_the_lead_over_first() {
        leads(THREE);
        ask(remove("c1"));
        assertThat(answers().get(0).errorClass()).isEqualTo(ErrorClass.RETRY);
        assertThat(coordinator.log.changes).containsExactly("hand over");
        leads(THREE.subList(0, 1));
        ask(remove("c1"));
        assertThat(answers().get(1).text()).contains("the only coordinator");
    }

    @Test
    void who_keeps_the_log_is_listed() {
        leads(THREE, "c3");
        assertThat(coordinator
                        .ask(CLIENT, Request.of(Verb.LIST_COORDINATORS))
                        .items()
                        .toString())
                .contains(
                        "c1 h1:5000 role=leader",
                        "c2 h2:5000 role=follower",
                        "c3 h3:5000 role=away");
    }
}
