package io.ringkv.protocol.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ReplyOrderTest {
    private final ReplyOrder order = new ReplyOrder();
    private final List<String> left = new ArrayList<>();

    private void answer(long sequence, String what) {
        order.answer(sequence, Reply.ok().with("is", what), (which, reply) -> {
            assertThat(which).isIn(List.of(0L, 1L, 2L));
            left.add(reply.tag() + "=" + reply.field("is"));
        });
    }

    @Test
    void replies_leave_in_the_order_of_their_requests_with_their_tags() {
        long a = order.arrived("1");
        long b = order.arrived(null);
        long c = order.arrived("3");
        answer(c, "c");
        answer(b, "b");
        assertThat(left).isEmpty();
        assertThat(order.open()).isEqualTo(3);
        answer(a, "a");
        assertThat(left).containsExactly("1=a", "null=b", "3=c");
        assertThat(order.open()).isZero();
    }

    @Test
    void after_an_agreement_replies_overtake() {
        long a = order.arrived("1");
        long b = order.arrived("2");
        order.allowOvertaking();
        answer(b, "b");
        assertThat(left).containsExactly("2=b");
        answer(a, "a");
        assertThat(left).containsExactly("2=b", "1=a");
    }

    @Test
    void without_a_tag_nobody_could_tell_which_reply_overtook() {
        long a = order.arrived(null);
        long b = order.arrived(null);
        long c = order.arrived("3");
        answer(b, "b");
        order.allowOvertaking();
        answer(c, "c");
        assertThat(left).containsExactly("3=c");
        answer(a, "a");
        assertThat(left).containsExactly("3=c", "null=a", "null=b");
    }

    @Test
    void no_request_is_answered_twice() {
        long a = order.arrived("1");
        answer(a, "a");
        assertThatThrownBy(() -> answer(a, "again")).isInstanceOf(IllegalStateException.class);
    }
}
