package io.ringkv.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.log.ChannelAge.Lead;

import org.junit.jupiter.api.Test;

class ChannelAgeTest {
    private static final long LEADERLESS = ChannelAge.LEADERLESS_NANOS;

    private final ChannelAge age = new ChannelAge();

    @Test
    void they_are_made_anew_once_somebody_else_leads() {
        assertThat(age.isOver(1, Lead.ANOTHERS)).isTrue();
        assertThat(age.isOver(2, Lead.ANOTHERS)).isFalse();
        assertThat(age.isOver(2 + 9 * LEADERLESS, Lead.ANOTHERS)).isFalse();
    }

    @Test
    void an_election_is_not_disturbed_and_a_cluster_without_a_leader_tries_again_and_again() {
        age.isOver(1, Lead.ANOTHERS);
        assertThat(age.isOver(10, Lead.NOBODYS)).isFalse();
        assertThat(age.isOver(9 + LEADERLESS, Lead.NOBODYS)).isFalse();
        assertThat(age.isOver(10 + LEADERLESS, Lead.NOBODYS)).isTrue();
        assertThat(age.isOver(11 + LEADERLESS, Lead.NOBODYS)).isFalse();
        assertThat(age.isOver(10 + 2 * LEADERLESS, Lead.NOBODYS)).isTrue();
    }

    @Test
    void whoever_leads_leaves_them_alone() {
        assertThat(age.isOver(1, Lead.OURS)).isFalse();
        assertThat(age.isOver(1 + 9 * LEADERLESS, Lead.OURS)).isFalse();
    }

    @Test
    void whoever_led_makes_them_anew_when_another_one_does() {
        age.isOver(1, Lead.OURS);
        assertThat(age.isOver(2, Lead.ANOTHERS)).isTrue();
    }
}
