package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.simulation.gossip.GossipMeasure;
import io.ringkv.simulation.scale.ScaleMeasure;

import org.junit.jupiter.api.Test;

/** What is said of large clusters is measured: the same for the same seed, and within what the design counts on. */
class MeasuresTest {
    @Test
    void gossip_of_a_seed_is_the_same_each_time() {
        assertThat(GossipMeasure.take(3, 20, 5, 10)).isEqualTo(GossipMeasure.take(3, 20, 5, 10));
    }

    @Test
    void what_a_node_sends_does_not_grow_with_the_cluster() {
        GossipMeasure few = GossipMeasure.take(1, 20, 0, 10);
        GossipMeasure many = GossipMeasure.take(1, 200, 0, 10);
        assertThat(many.messages()).isBetween(5.9, 6.1);
        assertThat(many.bytes()).isLessThan(few.bytes() * 1.3);
    }

    @Test
    void a_new_view_spreads_in_rounds_that_grow_slower_than_the_cluster() {
        assertThat(GossipMeasure.take(1, 20, 0, 1).spreadSeconds()).isBetween(0.0, 5.0);
        assertThat(GossipMeasure.take(1, 320, 0, 1).spreadSeconds()).isBetween(0.0, 8.0);
    }

    @Test
    void where_no_packet_is_lost_only_the_dead_are_suspected() {
        GossipMeasure measure = GossipMeasure.take(1, 50, 0, 60);
        assertThat(measure.falseSuspicions()).isZero();
        assertThat(measure.suspectedSeconds()).isBetween(0.0, 4.0);
        assertThat(measure.knownSeconds()).isBetween(0.0, 8.0);
    }

    @Test
    void a_death_is_one_entry_of_the_log_however_many_nodes_there_are() {
        ScaleMeasure measure = ScaleMeasure.take(20);
        assertThat(measure.entries()).isEqualTo(1);
        assertThat(measure.entryBytes()).isLessThan(100_000);
        assertThat(measure.viewBytes()).isGreaterThan(measure.pushBytes());
        assertThat(measure.pushBytes()).isPositive();
    }
}
