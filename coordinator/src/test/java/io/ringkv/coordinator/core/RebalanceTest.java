package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.hashing.RingMember;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a change would move is told from the very decision that would make it. Four nodes, three copies. */
class RebalanceTest {
    private final Cluster cluster = Cluster.formed(3, 4);
    private final Population population =
            new Population(PopulationTest.config(false), cluster.metadata, cluster.moves);
    private final Rebalance rebalance =
            new Rebalance(cluster.metadata, cluster.watch, cluster.moves, population, () -> 0);

    private Reply planned(Decision decision) {
        long version = cluster.metadata.version();
        Decision planned = rebalance.planned(decision);
        assertThat(planned.records()).isEmpty();
        assertThat(cluster.metadata.version()).isEqualTo(version);
        return planned.reply();
    }

    private static long goes(Reply plan, String node) {
        return plan.items().stream()
                .filter(item -> item.word(1).equals(node))
                .mapToLong((Item item) -> item.longField("goes", -1))
                .sum();
    }

    @Test
    void a_drain_moves_what_the_node_has_and_leaves_one_failure_to_spare() {
        Reply plan = planned(population.drain(0, "n4"));
        assertThat(goes(plan, "n4")).isEqualTo(plan.longField("copies", -1)).isGreaterThan(10_000);
        assertThat(plan.longField("survives", -1)).isEqualTo(1);
        assertThat(Double.parseDouble(String.valueOf(plan.field("balance")))).isBetween(1.0, 1.11);
    }

    @Test
    void fewer_copies_move_next_to_nothing_and_leave_none() {
        Reply plan = planned(population.setReplicas(0, "2"));
        assertThat(plan.longField("copies", -1)).isBetween(0L, 2_000L);
        assertThat(goes(plan, "n1")).isPositive();
        assertThat(plan.longField("survives", -1)).isZero();
    }

    @Test
    void what_is_refused_is_refused_as_a_plan_too() {
        assertThat(planned(population.setReplicas(0, "5")).isError()).isTrue();
        assertThat(planned(population.drain(0, "n9")).text()).contains("there is no node n9");
    }

    @Test
    void copies_that_share_a_zone_are_counted_where_there_are_more_zones() {
        List<RingMember> uneven = List.of(
                new RingMember("n1", 1, "a"),
                new RingMember("n2", 1, "a"),
                new RingMember("n3", 1, "b"));
        Reply two = new Outlook(uneven, PlacedSlots.compute(uneven, 2, 50)).addedTo(Reply.ok());
        assertThat(two.longField("survives", -1)).isZero();
        long shared = PlacedSlots.compute(uneven, 2, 50).all().entrySet().stream()
                .filter(entry -> !entry.getKey().contains("n3"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        assertThat(two.longField("same-zone", -1)).isEqualTo(shared);
    }
}
