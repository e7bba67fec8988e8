package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

class MovePaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final MovePace pace = new MovePace();

    private void told(String moves, long throttle) {
        pace.heard(Reply.ok().with("moves", moves).with("throttle", throttle));
    }

    /** How much goes in so many seconds, in pieces of that size. */
    private long sentIn(int seconds, int piece) {
        long sent = 0;
        for (int i = 0; i < seconds * 100; i++) {
            while (pace.allows(i * SECOND / 100) && sent < 1_000_000) {
                pace.sent(piece, true);
                sent += piece;
            }
        }
        return sent;
    }

    @Test
    void without_a_throttle_everything_goes_at_once() {
        assertThat(pace.allows(0)).isTrue();
        told("running", 0);
        assertThat(sentIn(1, 1_000)).isEqualTo(1_000_000);
    }

    @Test
    void as_many_bytes_go_in_a_second_as_it_is_told() {
        told("running", 10_000);
        assertThat(sentIn(20, 700)).isBetween(190_000L, 210_000L);
    }

    @Test
    void a_piece_that_is_larger_than_a_second_is_paid_for_afterwards() {
        told("running", 1_000);
        assertThat(sentIn(60, 10_000)).isBetween(50_000L, 70_000L);
    }

    @Test
    void what_went_at_another_pace_is_not_paid_for() {
        told("running", 0);
        sentIn(1, 1_000_000);
        told("running", 1_000);
        assertThat(sentIn(10, 100)).isBetween(9_000L, 11_000L);
        pace.sent(1_000_000, true);
        told("running", 10_000);
        assertThat(pace.allows(60 * SECOND)).isTrue();
    }

    private void serve(int aSecond) {
        serve(aSecond, SECOND / 25);
    }

    /** For ten seconds. */
    private void serve(int aSecond, long tick) {
        for (long now = 0; now < 10 * SECOND; now += tick) {
            pace.tick(now, now * aSecond / SECOND);
        }
    }

    @Test
    void while_clients_are_served_small_slots_go_a_hundred_times_a_second() {
        told("running", 0);
        serve(1_000);
        assertThat(pace.part(1_000)).as("for two seconds").isEqualTo(256);
        assertThat(pace.pauseNanos(1)).isEqualTo(2 * SECOND);
        assertThat(sentIn(10, 100) / 100).isBetween(1_000L, 1_700L);
    }

    @Test
    void where_ticks_come_late_only_a_few_go() {
        told("running", 0);
        serve(1_000, SECOND / 10);
        assertThat(pace.part(1_000)).isEqualTo(32);
        assertThat(sentIn(10, 100) / 100).isBetween(140L, 190L);
    }

    @Test
    void a_tick_that_was_late_halves_the_pace() {
        told("running", 0);
        serve(1_000);
        pace.tick(11 * SECOND, 11_000);
        assertThat(pace.part(1_000)).isEqualTo(128);
    }

    @Test
    void a_throttle_below_what_clients_can_bear_holds_all_the_same() {
        told("running", 10_000_000);
        serve(1_000);
        assertThat(sentIn(1, 100) / 100).isBetween(60L, 100L);
    }

    @Test
    void a_few_requests_a_second_slow_nothing() {
        told("running", 0);
        serve(50);
        assertThat(pace.part(1_000)).isEqualTo(1_000);
        assertThat(pace.pauseNanos(1)).isEqualTo(1);
        assertThat(sentIn(1, 1_000)).isEqualTo(1_000_000);
    }

    @Test
    void what_is_paused_waits() {
        told("paused", 0);
        assertThat(pace.allows(5 * SECOND)).isFalse();
        told("running", 0);
        assertThat(pace.allows(5 * SECOND)).isTrue();
    }
}
