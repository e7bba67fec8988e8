package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.record.RequestId;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class RememberedSessionsTest {

    private final RememberedSessions sessions = new RememberedSessions();

    private static RequestId id(long createdMs, long number) {
        return new RequestId(createdMs, 7, number);
    }

    @Test
    void an_id_above_all_of_its_session_is_new() {
        sessions.add(id(1000, 5));
        sessions.add(id(1000, 3));
        assertThat(sessions.mayHave(id(1000, 5))).isTrue();
        assertThat(sessions.mayHave(id(1000, 6))).isFalse();
    }

    @Test
    void sessions_of_the_same_moment_are_told_apart() {
        sessions.add(id(1000, 5));
        assertThat(sessions.mayHave(new RequestId(1000, 8, 5))).isFalse();
    }

    @Test
    void any_id_of_a_session_that_was_crowded_out_may_be_there_and_of_those_before_it() {
        for (int i = 0; i <= RememberedSessions.SESSIONS_MAX; i++) {
            sessions.add(id(1000 + i, 1));
        }
        assertThat(sessions.mayHave(id(1000, 9))).isTrue();
        assertThat(sessions.mayHave(id(999, 9))).isTrue();
        assertThat(sessions.mayHave(id(1001, 9))).isFalse();
        assertThat(sessions.mayHave(id(5000, 9))).isFalse();
        assertThat(sessions.oldestMs()).isEqualTo(1000);
    }

    @Test
    void one_that_began_before_all_that_have_a_place_gets_none() {
        for (int i = 0; i < RememberedSessions.SESSIONS_MAX; i++) {
            sessions.add(id(1000 + i, 1));
        }
        sessions.add(id(10, 1));
        assertThat(sessions.mayHave(id(10, 1))).isTrue();
        assertThat(sessions.mayHave(id(1000, 2))).isFalse();
    }

    @Test
    void whatever_was_added_may_be_there() {
        Random random = new Random(1);
        Set<RequestId> added = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            RequestId id =
                    new RequestId(random.nextInt(40), random.nextInt(2), random.nextInt(10_000));
            sessions.add(id);
            added.add(id);
        }
        assertThat(added).allMatch(sessions::mayHave);
    }

    @Test
    void what_was_cleared_is_gone() {
        sessions.add(id(1000, 5));
        sessions.clear();
        assertThat(sessions.mayHave(id(1000, 5))).isFalse();
        assertThat(sessions.oldestMs()).isEqualTo(Long.MAX_VALUE);
    }
}
