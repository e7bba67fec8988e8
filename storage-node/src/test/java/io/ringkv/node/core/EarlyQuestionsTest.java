package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

class EarlyQuestionsTest {
    private final EarlyQuestions early = new EarlyQuestions();

    private static EarlyQuestions.Question question(long connection, Verb verb, int bytes) {
        return new EarlyQuestions.Question(
                new Upstream("n" + connection, connection, connection),
                1,
                Request.builder(verb).value(new byte[bytes]).build());
    }

    @Test
    void of_each_kind_and_connection_the_newest_waits() {
        EarlyQuestions.Question older = question(1, Verb.TAKE_OVER, 10);
        EarlyQuestions.Question newer = question(1, Verb.TAKE_OVER, 20);
        EarlyQuestions.Question other = question(2, Verb.TAKE_OVER, 10);
        assertThat(early.keep(older)).isEmpty();
        assertThat(early.keep(other)).isEmpty();
        assertThat(early.keep(newer)).containsExactly(older);
        assertThat(early.takeAll()).containsExactlyInAnyOrder(other, newer);
        assertThat(early.takeAll()).isEmpty();
    }

    @Test
    void no_more_bytes_wait_than_the_bound_however_many_connections_there_are() {
        int kept = 0;
        while (early.keep(question(kept, Verb.TAKE_OVER, 1_000_000)).isEmpty()) {
            kept++;
        }
        assertThat(kept * 1_000_000L).isLessThan(EarlyQuestions.BYTES_MAX);
        early.forget(0);
        assertThat(early.keep(question(99, Verb.TAKE_OVER, 1_000_000))).isEmpty();
        assertThat(early.takeAll()).hasSize(kept);
        assertThat(early.keep(question(1, Verb.TAKE_OVER, 1_000_000))).isEmpty();
    }

    @Test
    void one_that_has_no_room_is_answered_and_so_is_the_one_it_stands_for() {
        EarlyQuestions.Question small = question(1, Verb.TAKE_OVER, 10);
        EarlyQuestions.Question large = question(1, Verb.TAKE_OVER, (int) EarlyQuestions.BYTES_MAX);
        assertThat(early.keep(small)).isEmpty();
        assertThat(early.keep(large)).containsExactly(small, large);
        assertThat(early.takeAll()).isEmpty();
    }
}
