package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Two processes under one id: one after the other, or side by side. Three nodes are UP, on connections 1 to 3. */
class RegistrationTest {
    private static final double RETRY_SECONDS = 0.25;

    private final ScriptedCoordinator coordinator = ScriptedCoordinator.ofThree();

    private long incarnation() {
        return coordinator.member("n1").incarnation();
    }

    @Test
    void a_node_whose_old_connection_is_half_open_waits_for_the_node_timeout_and_is_let_in() {
        coordinator.fallsSilent(1);
        coordinator.seconds(0.5);
        long connection = 10;
        double waited = 0.5;
        Reply reply = coordinator.register(connection, "n1", 11);
        assertThat(reply.isError(ErrorCode.STARTING)).isTrue();
        while (!reply.isOk() && waited < 10) {
            coordinator.seconds(RETRY_SECONDS);
            waited += RETRY_SECONDS;
            reply = coordinator.register(++connection, "n1", 11);
        }
        assertThat(waited).isLessThan(4);
        assertThat(incarnation()).isEqualTo(11);
        coordinator.seconds(1);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);

        long epoch = coordinator.view().epoch();
        coordinator.breaks(1);
        coordinator.seconds(10);
        assertThat(coordinator.view().epoch()).isEqualTo(epoch);
    }

    @Test
    void a_node_whose_old_connection_is_known_to_be_gone_is_let_in_at_once() {
        coordinator.breaks(1);
        assertThat(coordinator.register(10, "n1", 11).isOk()).isTrue();
    }

    @Test
    void a_twin_of_a_live_node_is_never_let_in() {
        for (int attempt = 0; attempt < 40; attempt++) {
            Reply reply = coordinator.register(10 + attempt, "n1", 11);
            assertThat(reply.isError(ErrorCode.STARTING)).isTrue();
            coordinator.seconds(RETRY_SECONDS);
        }
        assertThat(incarnation()).isEqualTo(1);
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
    }

    @Test
    void who_was_replaced_while_it_was_silent_is_not_heard_any_more() {
        coordinator.fallsSilent(1);
        coordinator.seconds(4);
        assertThat(coordinator.register(10, "n1", 11).isOk()).isTrue();
        Reply heartbeat = coordinator.ask(1, ScriptedCoordinator.heartbeat("n1", 1));
        assertThat(heartbeat.isError(ErrorCode.STALE_EPOCH)).isTrue();
        assertThat(coordinator.register(12, "n1", 1).isError(ErrorCode.STARTING))
                .isTrue();
        assertThat(incarnation()).isEqualTo(11);
    }

    @Test
    void the_same_process_may_come_over_another_connection_and_only_the_newest_counts() {
        assertThat(coordinator.register(10, "n1", 1).isOk()).isTrue();
        assertThat(coordinator
                        .ask(1, ScriptedCoordinator.heartbeat("n1", 1))
                        .isError(ErrorCode.STALE_EPOCH))
                .isTrue();
        long epoch = coordinator.view().epoch();
        coordinator.breaks(1);
        coordinator.seconds(10);
        assertThat(coordinator.view().epoch()).isEqualTo(epoch);
    }

    @Test
    void an_answer_is_given_only_once_the_registration_is_committed() {
        coordinator.loses(entry -> true);
        Reply reply = coordinator.register(10, "n9", 9);
        assertThat(reply.isError(ErrorCode.TIMEOUT)).isTrue();
        assertThat(coordinator.view().member("n9")).isNull();
        coordinator.loses(entry -> false);
        assertThat(coordinator.register(10, "n9", 9).isOk()).isTrue();
    }

    // ---- what else nodes say

    @Test
    void a_report_that_cannot_be_read_is_refused_where_it_is_answered() {
        byte[] junk = "junk".getBytes(StandardCharsets.US_ASCII);
        Request active = Request.builder(Verb.ACTIVE).value(junk).build();
        Request handOver =
                Request.builder(Verb.HAND_OVER).argument("n1").value(junk).build();
        for (Request report : List.of(active, handOver)) {
            assertThatThrownBy(() -> coordinator.ask(1, report))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(coordinator.ask(1, ScriptedCoordinator.heartbeat("n1", 1)).isOk())
                .isTrue();
    }

    @Test
    void a_goodbye_takes_a_node_down_and_one_of_an_earlier_incarnation_does_not() {
        coordinator.ask(1, goodbye(7));
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.UP);
        coordinator.ask(1, goodbye(1));
        assertThat(coordinator.member("n1").state()).isEqualTo(MemberState.DOWN);
    }

    private static Request goodbye(long incarnation) {
        return Request.builder(Verb.UNREGISTER_NODE)
                .option(Option.INCARNATION, incarnation)
                .argument("n1")
                .build();
    }
}
