package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A node that came back with another disk, in a cluster where it was a voter. */
class ReplacementTest {
    private static final Voter HERE = new Voter("n1", "new");

    private final Cluster cluster = Cluster.formed(3, 4);
    private final Replacement replacement = new Replacement(cluster.metadata, cluster.watch);
    private final SlotSet places = cluster.slotsWhere(a -> a.voter("n1") != null);

    private void comesBack() {
        cluster.register(Cluster.registration("n1", 11, "new").build(), false);
    }

    private void isNamed() {
        comesBack();
        cluster.apply(replacement.learners("n1"));
        cluster.watch.of("n1").epoch = cluster.view().epoch();
    }

    @Test
    void a_node_on_its_own_disk_is_nobodys_learner() {
        assertThat(replacement.learners("n1")).isEmpty();
        assertThat(replacement.learners("n9")).isEmpty();
    }

    @Test
    void it_is_named_a_learner_once_in_one_record_wherever_its_old_disk_was_a_voter() {
        comesBack();
        assertThat(replacement.learners("n1"))
                .containsExactly(new MetadataRecord.LearnerNamed(HERE, places));
        isNamed();
        assertThat(replacement.learners("n1")).isEmpty();
    }

    @Test
    void a_slot_has_one_learner_at_a_time() {
        isNamed();
        cluster.register(Cluster.registration("n2", 12, "new").build(), false);
        cluster.apply(replacement.learners("n2"));
        SlotSet either = cluster.slotsWhere(a -> a.voter("n1") != null || a.voter("n2") != null);
        assertThat(cluster.slotsWhere(a -> a.learners().size() == 1)).isEqualTo(either);
        assertThat(cluster.slotsWhere(a -> a.learners().size() > 1).isEmpty()).isTrue();
    }

    @Test
    void its_old_disk_stays_in_the_list_until_it_is_in_sync() {
        isNamed();
        assertThat(cluster.slotsWhere(a -> a.voters().contains(new Voter("n1", "d1"))))
                .isEqualTo(places);
    }

    @Test
    void a_report_from_before_it_was_named_promotes_nobody() {
        isNamed();
        cluster.watch.of("n1").epoch = cluster.view().epoch() - 1;
        assertThat(replacement.promote("n1")).isEmpty();
    }

    @Test
    void it_takes_its_place_in_the_slots_that_are_in_sync_and_the_order_of_the_list_stays() {
        isNamed();
        int first = Integer.parseInt(places.toString().split("[-,]", -1)[0]);
        List<String> order = nodes(first);
        cluster.watch.of("n1").behind =
                cluster.slotsWhere(a -> !a.equals(cluster.assignment(first)));
        cluster.apply(replacement.promote("n1"));
        assertThat(cluster.assignment(first).voters()).contains(HERE);
        assertThat(cluster.assignment(first).term()).isEqualTo(cluster.view().epoch());
        assertThat(nodes(first)).isEqualTo(order);
        SlotSet done = cluster.slotsWhere(a -> a.voters().contains(HERE));
        assertThat(done.size()).isLessThan(places.size());
        SlotSet waiting = cluster.slotsWhere(a -> a.learners().contains(HERE));
        assertThat(done.size() + waiting.size()).isEqualTo(places.size());
    }

    private List<String> nodes(int slot) {
        return cluster.assignment(slot).voters().stream().map(Voter::node).toList();
    }
}
