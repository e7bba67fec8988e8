package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuorumTrackerTest {
    @Test
    void nothing_is_held_before_a_majority_holds_the_term() {
        QuorumTracker tracker = new QuorumTracker(3);
        tracker.raise(0, 5);
        assertThat(tracker.majority()).isEqualTo(QuorumTracker.NOTHING);
        tracker.raise(2, 0);
        assertThat(tracker.majority()).isZero();
        tracker.raise(1, 3);
        assertThat(tracker.majority()).isEqualTo(3);
        assertThat(tracker.all()).isZero();
    }

    @Test
    void what_a_voter_holds_never_falls() {
        QuorumTracker tracker = new QuorumTracker(2);
        tracker.raise(0, 9);
        tracker.raise(0, 4);
        assertThat(tracker.held(0)).isEqualTo(9);
        assertThat(tracker.count(9)).isEqualTo(1);
        assertThat(tracker.count(0)).isEqualTo(1);
    }
}
