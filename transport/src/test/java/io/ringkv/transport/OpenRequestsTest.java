package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

class OpenRequestsTest {
    private static Reply value(int bytes) {
        return Reply.value(new byte[bytes]);
    }

    @Test
    void countsUntilTheEarlierRepliesHaveLeft() {
        OpenRequests open = new OpenRequests(40, 1 << 30);
        for (int i = 0; i < 40; i++) {
            open.arrived(i, 0);
        }
        assertThat(open.full()).isTrue();
        for (int i = 39; i >= 0; i--) {
            open.answered(i, value(1));
        }
        assertThat(open.full()).isTrue();
        for (int i = 0; i < 20; i++) {
            open.left(i);
        }
        assertThat(open.halfEmpty()).isTrue();
    }

    @Test
    void lessIsLetInWhereRepliesAreLarge() {
        OpenRequests open = new OpenRequests(1000, 1000);
        int sequence = 0;
        for (; sequence < 100; sequence++) {
            open.arrived(sequence, 1);
            open.answered(sequence, value(200));
            open.left(sequence);
        }
        int admitted = 0;
        for (; !open.full(); admitted++) {
            open.arrived(sequence + admitted, 1);
        }
        assertThat(admitted).isBetween(4, 6);
    }

    @Test
    void repliesLeaveInAnyOrder() {
        OpenRequests open = new OpenRequests(4, 1 << 20);
        for (int i = 0; i < 4; i++) {
            open.arrived(i, 10);
        }
        for (int i : new int[] {3, 1}) {
            open.answered(i, value(1));
            open.left(i);
        }
        assertThat(open.full()).isFalse();
        assertThat(open.halfEmpty()).isTrue();
        for (int i = 4; i < 40; i++) {
            open.arrived(i, 10);
            open.answered(i, value(1));
            open.left(i);
        }
        assertThat(open.halfEmpty()).isTrue();
    }
}
