package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The right time is noon; a monotonic clock that began an hour before. */
class AgreedClockTest {
    private static final long HOUR = 3_600_000;
    private static final long NOON = 1_700_000_000_000L;
    private static final long AT = 3_600_000_000_000L;

    private long own = NOON;
    private final AgreedClock clock = new AgreedClock(() -> own);

    private void nodes(long second, long third) {
        clock.heardNode(AT, "n2", second);
        clock.heardNode(AT, "n3", third);
    }

    @Test
    void alone_a_node_knows_its_own_clock_and_no_floor_rises() {
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
        assertThat(clock.floorMillis(AT)).isZero();
    }

    @Test
    void of_two_clocks_the_earlier_one_counts() {
        clock.heard(AT, NOON - HOUR);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON - HOUR);
        clock.heard(AT, NOON + HOUR);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
        assertThat(clock.floorMillis(AT)).isEqualTo(NOON);
    }

    @Test
    void one_node_of_three_whose_clock_is_wrong_changes_nothing() {
        clock.heard(AT, NOON);
        for (long wrong : new long[] {NOON + 25 * HOUR, NOON - 48 * HOUR}) {
            nodes(NOON, wrong);
            assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
            assertThat(clock.floorMillis(AT)).isEqualTo(NOON);
            nodes(NOON, NOON);
            own = wrong;
            assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
            assertThat(clock.isFarAhead(AT, NOON)).isFalse();
            own = NOON;
        }
    }

    @Test
    void a_coordinator_whose_clock_is_wrong_changes_no_session_and_raises_no_floor() {
        nodes(NOON, NOON);
        clock.heard(AT, NOON + 48 * HOUR);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
        assertThat(clock.floorMillis(AT)).isEqualTo(NOON);
        clock.heard(AT, NOON - 48 * HOUR);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
        assertThat(clock.floorMillis(AT)).isEqualTo(NOON - 48 * HOUR);
    }

    @Test
    void a_coordinator_and_a_node_in_one_process_are_wrong_together_and_change_nothing() {
        clock.heard(AT, NOON + 48 * HOUR);
        own = NOON + 48 * HOUR;
        nodes(NOON, NOON);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
        assertThat(clock.floorMillis(AT)).isEqualTo(NOON);
    }

    @Test
    void clocks_go_on_between_two_answers() {
        nodes(NOON, NOON);
        own = NOON + HOUR;
        assertThat(clock.sessionMillis(AT + HOUR * 1_000_000)).isEqualTo(NOON + HOUR);
    }

    @Test
    void who_is_no_member_any_more_does_not_count() {
        nodes(NOON - HOUR, NOON - HOUR);
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON - HOUR);
        clock.keep(node -> node.equals("n3"));
        assertThat(clock.sessionMillis(AT)).isEqualTo(NOON);
    }
}
