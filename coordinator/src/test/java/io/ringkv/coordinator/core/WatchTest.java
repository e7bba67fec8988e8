package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {
    private final Watch watch = new Watch();

    @Test
    void a_node_that_was_never_heard_has_no_connection_and_no_slots_behind() {
        assertThat(watch.of("n1").connection).isNegative();
        assertThat(watch.of("n1").behind.isEmpty()).isTrue();
        assertThat(watch.byConnection(4)).isNull();
        assertThat(watch.anyWrites()).isFalse();
    }

    @Test
    void a_connection_belongs_to_the_node_that_registered_over_it_last() {
        watch.of("n1").connection = 4;
        watch.of("n2").connection = 5;
        assertThat(watch.byConnection(4)).isEqualTo("n1");
        watch.of("n1").connection = 6;
        assertThat(watch.byConnection(4)).isNull();
        assertThat(watch.byConnection(6)).isEqualTo("n1");
    }

    @Test
    void a_new_leader_knows_nothing() {
        watch.of("n1").connection = 4;
        watch.of("n1").writes = 1;
        assertThat(watch.anyWrites()).isTrue();
        watch.forgetAll();
        assertThat(watch.byConnection(4)).isNull();
        assertThat(watch.anyWrites()).isFalse();
    }
}
