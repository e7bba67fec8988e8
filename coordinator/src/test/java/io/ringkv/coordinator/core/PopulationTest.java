package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.hashing.RingMember;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Four nodes, three copies. */
class PopulationTest {
    private static final long SECOND = 1_000_000_000L;

    private final Cluster cluster = Cluster.formed(3, 4);
    private final Population population = population(false);

    private Population population(boolean manualMoves) {
        return new Population(config(manualMoves), cluster.metadata, cluster.moves);
    }

    static CoordinatorConfig config(boolean manualMoves) {
        return new CoordinatorConfig(
                Cluster.ID,
                "",
                3,
                20,
                2 * SECOND,
                3 * SECOND,
                60 * SECOND,
                600 * SECOND,
                manualMoves,
                "",
                0);
    }

    private List<String> counted() {
        return cluster.metadata.target().members().stream().map(RingMember::id).toList();
    }

    /** What the coordinator changes by itself until then, looking twice a second. */
    private void settles(double from, double to) {
        for (double at = from; at <= to; at += 0.5) {
            List<MetadataRecord> records = population.settled((long) (at * SECOND));
            if (!records.isEmpty()) {
                cluster.apply(records);
            }
        }
    }

    private void apply(Decision decision) {
        assertThat(decision.reply().isOk()).isTrue();
        cluster.apply(decision.records());
    }

    @Test
    void whoever_joins_is_counted_once_nobody_has_joined_for_a_while() {
        settles(0, 5);
        cluster.join("n5");
        settles(5.5, 6.5);
        cluster.join("n6");
        settles(7, 8.5);
        assertThat(counted()).containsExactly("n1", "n2", "n3", "n4");
        settles(9, 10);
        assertThat(counted()).containsExactly("n1", "n2", "n3", "n4", "n5", "n6");
    }

    @Test
    void with_manual_moves_nobody_is_counted_unasked() {
        cluster.join("n5");
        Population manual = population(true);
        for (int at = 0; at < 10; at++) {
            assertThat(manual.settled(at * SECOND)).isEmpty();
        }
        assertThat(manual.counted(10 * SECOND)).extracting(RingMember::id).contains("n5");
    }

    @Test
    void a_node_that_is_away_too_long_gives_its_places_to_others_and_is_counted_when_it_is_back() {
        settles(0, 5);
        cluster.apply(cluster.membership.down("n4"));
        settles(10, 609);
        assertThat(counted()).contains("n4");
        settles(609.5, 615);
        assertThat(counted()).containsExactly("n1", "n2", "n3");
        cluster.apply(cluster.membership.up("n4"));
        settles(620, 625);
        assertThat(counted()).contains("n4");
    }

    @Test
    void where_nobody_can_take_its_places_it_keeps_them() {
        cluster.apply(cluster.membership.down("n4"));
        cluster.apply(cluster.membership.down("n3"));
        settles(0, 700);
        assertThat(counted()).containsExactly("n1", "n2", "n3", "n4");
    }

    @Test
    void a_node_that_drains_is_not_counted_and_stays_a_member_also_when_it_restarts() {
        apply(population.drain(0, "n2"));
        assertThat(counted()).containsExactly("n1", "n3", "n4");
        assertThat(cluster.state("n2")).isEqualTo(MemberState.DRAINING);
        cluster.apply(cluster.membership.down("n2"));
        cluster.apply(cluster.membership.up("n2"));
        assertThat(cluster.state("n2")).isEqualTo(MemberState.DRAINING);
        settles(0, 20);
        assertThat(counted()).doesNotContain("n2");
        apply(population.stay("n2"));
        assertThat(cluster.state("n2")).isEqualTo(MemberState.UP);
        settles(20, 25);
        assertThat(counted()).contains("n2");
        assertThat(population.stay("n2").reply().text()).contains("is not leaving");
    }

    @Test
    void a_node_that_goes_is_removed_once_no_list_needs_it() {
        apply(population.remove(0, "n2"));
        settles(0, 5);
        assertThat(cluster.state("n2")).isEqualTo(MemberState.DRAINING);
        cluster.join("n5");
        cluster.apply(List.of(Placing.assign(
                cluster.view(),
                cluster.view().members().stream()
                        .filter(member -> !member.id().equals("n2"))
                        .toList())));
        settles(5, 6);
        assertThat(cluster.state("n2"))
                .as("a take-over may need it")
                .isEqualTo(MemberState.DRAINING);
        cluster.allActive();
        settles(6, 7);
        assertThat(cluster.state("n2")).isEqualTo(MemberState.REMOVED);
        assertThat(cluster.metadata.target().leaving()).isEmpty();
        assertThat(population.remove(0, "n2").reply().isOk()).isTrue();
    }

    @Test
    void nobody_leaves_who_cannot_be_spared() {
        apply(population.drain(0, "n1"));
        Decision refused = population.drain(0, "n2");
        assertThat(refused.records()).isEmpty();
        assertThat(refused.reply().text()).contains("2 nodes for 3 copies", "kv set-replicas 2");
        assertThat(population.remove(0, "n9").reply().text()).contains("there is no node n9");
    }

    @Test
    void a_node_that_has_just_joined_takes_the_place_of_one_that_leaves() {
        Cluster two = Cluster.formed(1, 1);
        two.allActive();
        two.join("n2");
        Population young = new Population(config(false), two.metadata, two.moves);
        two.apply(young.drain(0, "n1").records());
        assertThat(two.metadata.target().members())
                .extracting(RingMember::id)
                .containsExactly("n2");
        assertThat(young.drain(0, "n2").records()).as("nobody would be left").isEmpty();
        two.apply(two.moves.next());
        assertThat(two.assignment(0).next()).extracting(Voter::node).containsExactly("n2");
    }

    @Test
    void with_manual_moves_whoever_is_not_counted_takes_no_place() {
        cluster.join("n5");
        Population manual = population(true);
        assertThat(manual.setReplicas(0, "5").reply().text())
                .contains("4 are UP", "kv rebalance start");
        apply(manual.drain(0, "n1"));
        assertThat(manual.drain(0, "n2").reply().text())
                .contains("2 nodes for 3 copies", "kv rebalance start");
        apply(manual.stay("n1"));
        assertThat(counted()).contains("n1");
    }

    @Test
    void there_are_no_more_copies_than_nodes() {
        assertThat(population.setReplicas(0, "5").reply().text()).contains("4 are UP");
        assertThat(population.setReplicas(0, "0").reply().text()).contains("1 to 7");
        assertThat(population.setReplicas(0, "two").reply().isError()).isTrue();
        apply(population.setReplicas(0, "2"));
        assertThat(cluster.view().replicas()).isEqualTo(2);
    }
}
