package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.actor.Actor;

import org.junit.jupiter.api.Test;

class HeadroomTest {
    private static final long MS = 1_000_000L;

    private final Headroom headroom = new Headroom();
    private long now;

    /** For ten seconds, in which every tenth tick is so late. */
    private void late(long nanos, boolean used) {
        for (int i = 1; i <= 250; i++) {
            now += Actor.TICK_PERIOD_NANOS + (i % 10 == 0 ? nanos : 0);
            headroom.tick(now);
            if (used) {
                headroom.used();
            }
        }
    }

    @Test
    void while_ticks_come_in_time_it_grows_to_its_most() {
        late(MS, true);
        assertThat(headroom.bytesPerSecond()).isEqualTo(Headroom.BYTES_PER_SECOND_MAX);
    }

    @Test
    void ticks_that_moves_make_late_leave_the_least() {
        late(MS, false);
        late(8 * MS, true);
        assertThat(headroom.bytesPerSecond()).isEqualTo(Headroom.BYTES_PER_SECOND_MIN);
    }

    @Test
    void what_is_late_without_moves_is_usual_and_does_not_stop_them() {
        late(12 * MS, false);
        late(20 * MS, true);
        assertThat(headroom.bytesPerSecond()).isEqualTo(Headroom.BYTES_PER_SECOND_MAX);
        late(28 * MS, true);
        assertThat(headroom.bytesPerSecond()).isEqualTo(Headroom.BYTES_PER_SECOND_MIN);
    }

    @Test
    void what_clients_would_notice_is_never_usual() {
        late(60 * MS, false);
        late(40 * MS, true);
        assertThat(headroom.bytesPerSecond()).isEqualTo(Headroom.BYTES_PER_SECOND_MIN);
    }
}
