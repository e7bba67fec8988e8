package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

/** Slot 0 of three nodes, three copies: what each death would mean. */
class SurvivalTest {
    private final Cluster cluster = Cluster.formed(3, 3);
    private final Survival survival = new Survival(cluster.metadata, cluster.watch);
    private final String primary = primary();

    private String primary() {
        return java.util.Objects.requireNonNull(cluster.view().assignment(0)).primary();
    }

    private Item ifDies(String node) {
        return survival.of(0).stream()
                .filter(item -> item.word(1).equals(node))
                .findFirst()
                .orElseThrow();
    }

    private String another(String... than) {
        return java.util.stream.Stream.of("n1", "n2", "n3")
                .filter(node -> !java.util.List.of(than).contains(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void when_the_primary_dies_another_serves_and_no_more_may_fail() {
        assertThat(survival.of(0)).hasSize(3);
        assertThat(ifDies(primary).field("primary")).isIn("n1", "n2", "n3").isNotEqualTo(primary);
        assertThat(ifDies(primary).longField("more", -1)).isZero();
    }

    @Test
    void when_a_replica_dies_the_primary_serves_on() {
        assertThat(ifDies(another(primary)).field("primary")).isEqualTo(primary);
    }

    @Test
    void the_heir_is_whom_the_succession_would_choose() {
        String behind = String.valueOf(ifDies(primary).field("primary"));
        cluster.watch.of(behind).behind = SlotSet.parse("0");
        assertThat(ifDies(primary).field("primary")).isNull();
        assertThat(ifDies(behind).field("primary")).isEqualTo(primary);
    }

    @Test
    void with_one_away_already_the_slot_would_wait_for_both() {
        String away = another(primary);
        cluster.apply(cluster.membership.down(away));
        assertThat(ifDies(primary).field("awaits").split(",", -1))
                .containsExactlyInAnyOrder(primary, away);
        assertThat(ifDies(away).longField("more", -1)).as("it is gone already").isZero();
    }
}
