package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ProposalsTest {
    private final Cluster cluster = Cluster.formed(3, 3);
    private final ScriptedLog log = new ScriptedLog();
    private final Proposals proposals = new Proposals(cluster.metadata, log, new EpochLeap(0));
    private final List<Reply> replies = new ArrayList<>();

    @BeforeEach
    void leads() {
        proposals.leading(true);
    }

    private void submitDown(String id) {
        proposals.submit(
                () -> new Decision(cluster.membership.down(id), Reply.ok().with("node", id)),
                replies::add);
    }

    private void commit(LogEntry entry) {
        proposals.committed(entry, cluster.metadata.apply(entry));
    }

    private String[] nodesAnswered() {
        return replies.stream().map(reply -> reply.field("node")).toArray(String[]::new);
    }

    @Test
    void an_answer_waits_for_the_commit() {
        submitDown("n1");
        assertThat(log.appended).hasSize(1);
        assertThat(replies).isEmpty();
        commit(log.newest());
        assertThat(nodesAnswered()).containsExactly("n1");
    }

    @Test
    void a_decision_is_taken_on_the_state_that_the_one_before_left() {
        submitDown("n1");
        submitDown("n1");
        assertThat(log.appended).hasSize(1);
        commit(log.newest());
        assertThat(log.appended).hasSize(1);
        assertThat(nodesAnswered()).containsExactly("n1", "n1");
    }

    @Test
    void decisions_are_appended_one_at_a_time_each_based_on_the_last() {
        submitDown("n1");
        submitDown("n2");
        commit(log.newest());
        assertThat(log.appended).hasSize(2);
        assertThat(log.newest().basedOn()).isEqualTo(cluster.metadata.version());
        commit(log.newest());
        assertThat(nodesAnswered()).containsExactly("n1", "n2");
        assertThat(cluster.state("n2")).isEqualTo(MemberState.DOWN);
    }

    @Test
    void a_decision_to_change_nothing_is_answered_and_not_appended() {
        proposals.submit(() -> Decision.answer(Reply.pong()), replies::add);
        assertThat(replies).containsExactly(Reply.pong());
        assertThat(log.appended).isEmpty();
    }

    @Test
    void a_failed_append_is_an_unknown_outcome_and_the_next_decision_is_taken() {
        submitDown("n1");
        submitDown("n2");
        proposals.failAppended();
        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).isError(ErrorCode.TIMEOUT)).isTrue();
        assertThat(log.appended).hasSize(2);
        commit(log.newest());
        assertThat(replies.get(1).field("node")).isEqualTo("n2");
        assertThat(cluster.state("n1")).isEqualTo(MemberState.UP);
    }

    @Test
    void a_failed_append_that_is_committed_after_all_pushes_the_next_one_aside() {
        submitDown("n1");
        LogEntry late = log.newest();
        proposals.failAppended();
        submitDown("n2");
        LogEntry aside = log.newest();
        commit(late);
        assertThat(cluster.state("n1")).isEqualTo(MemberState.DOWN);
        assertThat(replies.get(1).isError(ErrorCode.TIMEOUT)).isTrue();
        commit(aside);
        assertThat(cluster.state("n2")).isEqualTo(MemberState.UP);
        assertThat(replies).hasSize(2);
    }

    @Test
    void an_entry_that_is_committed_twice_counts_once_and_disturbs_nobody() {
        submitDown("n1");
        LogEntry entry = log.newest();
        commit(entry);
        long epoch = cluster.view().epoch();
        submitDown("n2");
        commit(entry);
        assertThat(cluster.view().epoch()).isEqualTo(epoch);
        assertThat(nodesAnswered()).containsExactly("n1");
        commit(log.newest());
        assertThat(nodesAnswered()).containsExactly("n1", "n2");
    }

    @Test
    void another_leaders_entry_in_our_place_is_not_taken_for_ours() {
        submitDown("n1");
        commit(new LogEntry(cluster.metadata.version(), cluster.membership.down("n2")));
        assertThat(replies.get(0).isError(ErrorCode.TIMEOUT)).isTrue();
    }

    @Test
    void who_does_not_lead_refuses_everything_that_waits_and_says_that_nothing_changed() {
        submitDown("n1");
        submitDown("n2");
        proposals.leading(false);
        assertThat(replies.get(0).isError(ErrorCode.TIMEOUT)).isTrue();
        assertThat(replies.get(1).isError(ErrorCode.UNAVAILABLE)).isTrue();
        submitDown("n3");
        assertThat(replies.get(2).isError(ErrorCode.UNAVAILABLE)).isTrue();
        proposals.propose(() -> cluster.membership.down("n3"));
        assertThat(log.appended).hasSize(1);
    }
}
