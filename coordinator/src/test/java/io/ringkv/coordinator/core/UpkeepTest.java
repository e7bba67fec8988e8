package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Three replicas, two seconds to wait for a node that is late, a minute for doubtful stores. */
class UpkeepTest {
    private static final long SECOND = 1_000_000_000L;

    private final Cluster cluster = new Cluster();
    private final List<String> journal = new ArrayList<>();
    private final List<List<MetadataRecord>> proposed = new ArrayList<>();
    private final Upkeep upkeep = new Upkeep(
            new CoordinatorConfig(
                    Cluster.ID,
                    "prod",
                    3,
                    20,
                    2 * SECOND,
                    3 * SECOND,
                    60 * SECOND,
                    600 * SECOND,
                    false,
                    "",
                    0),
            cluster.metadata,
            cluster.watch,
            cluster.membership,
            records -> proposed.add(records.get()),
            journal::add);

    /** What a tick proposes; nothing of it comes to be unless the test commits it. */
    private List<MetadataRecord> tick(double seconds) {
        proposed.clear();
        upkeep.tick((long) (seconds * SECOND));
        proposed.removeIf(List::isEmpty);
        assertThat(proposed).hasSizeLessThanOrEqualTo(1);
        return proposed.isEmpty() ? List.of() : proposed.get(0);
    }

    private void created() {
        cluster.apply(tick(0));
    }

    private void joins(double seconds, String... ids) {
        for (String id : ids) {
            cluster.join(id);
            upkeep.registered((long) (seconds * SECOND));
        }
    }

    @Test
    void an_empty_log_becomes_a_cluster_and_the_proposal_is_repeated_until_it_holds() {
        MetadataRecord record = new MetadataRecord.ClusterCreated(Cluster.ID, "prod", 3, 20);
        assertThat(tick(0)).containsExactly(record);
        assertThat(tick(0.05)).containsExactly(record);
        cluster.apply(tick(0.1));
        assertThat(tick(0.15)).isEmpty();
        assertThat(cluster.view().clusterName()).isEqualTo("prod");
    }

    @Test
    void a_cluster_forms_at_once_when_as_many_nodes_as_replicas_are_up() {
        created();
        joins(1, "n1", "n2");
        assertThat(tick(1)).isEmpty();
        joins(1.1, "n3");
        assertThat(tick(1.1)).isNotEmpty();
        cluster.apply(tick(1.2));
        assertThat(cluster.view().formed()).isTrue();
        assertThat(tick(1.3)).isEmpty();
    }

    @Test
    void a_cluster_forms_with_those_that_are_there_two_seconds_after_the_first() {
        created();
        joins(1, "n1");
        joins(2.5, "n2");
        assertThat(tick(2.9)).isEmpty();
        cluster.apply(tick(3));
        assertThat(cluster.assignment(0).voters()).hasSize(2);
    }

    @Test
    void a_cluster_does_not_form_with_nodes_that_were_not_welcomed() {
        created();
        cluster.register(Cluster.registration("n1", 1, "d1").build(), false);
        upkeep.registered(0);
        assertThat(tick(10)).isEmpty();
        assertThat(cluster.view().formed()).isFalse();
    }

    private void formedOf(String... ids) {
        created();
        joins(0, ids);
        cluster.apply(tick(5));
        assertThat(cluster.view().formed()).isTrue();
    }

    @Test
    void a_node_that_comes_late_gets_its_share_while_nothing_was_written() {
        formedOf("n1", "n2");
        joins(6, "n3", "n4");
        assertThat(tick(6)).isEqualTo(tick(6.1)).isNotEmpty();
        cluster.apply(tick(6.2));
        for (String id : List.of("n1", "n2", "n3", "n4")) {
            assertThat(cluster.primariesOf(id).isEmpty()).as(id).isFalse();
        }
        assertThat(tick(6.3)).isEmpty();
    }

    @Test
    void nothing_is_handed_out_again_once_a_write_was_heard_of() {
        formedOf("n1", "n2", "n3");
        joins(6, "n4");
        cluster.watch.of("n2").writes = 1;
        assertThat(tick(6)).isEmpty();
    }

    @Test
    void nothing_is_handed_out_again_once_a_write_is_on_record() {
        formedOf("n1", "n2", "n3");
        cluster.apply(List.of(new MetadataRecord.WritesSeen()));
        joins(6, "n4");
        assertThat(tick(6)).isEmpty();
    }

    @Test
    void a_spare_that_went_away_again_is_no_reason_to_form_again() {
        formedOf("n1", "n2", "n3");
        joins(6, "n4");
        cluster.apply(cluster.membership.down("n4"));
        assertThat(tick(6)).isEmpty();
    }

    // ---- orphans

    @Test
    void slots_without_a_primary_get_one_as_soon_as_there_is_an_heir_and_again_until_it_holds() {
        formedOf("n1", "n2", "n3");
        for (String id : List.of("n1", "n2", "n3")) {
            cluster.apply(cluster.membership.down(id));
        }
        assertThat(tick(6)).isEmpty();
        cluster.apply(cluster.membership.up("n2"));
        assertThat(tick(7)).isEqualTo(tick(7.1)).isNotEmpty();
        cluster.apply(tick(7.2));
        assertThat(cluster.primariesOf("n2")).isEqualTo(cluster.slotsWhere(a -> true));
        assertThat(tick(7.3)).isEmpty();
    }

    @Test
    void slots_go_to_a_node_that_was_the_last_one_once_its_store_is_beyond_doubt() {
        formedOf("n1", "n2", "n3");
        SlotSet slots = cluster.primariesOf("n2");
        for (String id : List.of("n1", "n3")) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, true)));
        }
        cluster.register(
                Cluster.registration("n2", 12, "d2")
                        .option(Option.STORE, "doubtful")
                        .build(),
                false);
        assertThat(cluster.primariesOf("n2")).as("nobody can follow").isEqualTo(slots);
        cluster.apply(cluster.membership.up("n2"));
        assertThat(tick(6)).isEmpty();
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n2", false)));
        cluster.apply(tick(7));
        assertThat(cluster.slotsWhere(
                        a -> a.primary().equals("n2") && a.primaryIncarnation() == 12))
                .isEqualTo(slots);
    }

    // ---- doubt

    private SlotSet doubted() {
        formedOf("n1", "n2", "n3");
        for (String id : List.of("n1", "n2")) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, true)));
        }
        return cluster.membership.doubtfulStores().slots();
    }

    @Test
    void doubtful_stores_count_at_once_when_everybody_is_back_and_the_loss_is_reported() {
        SlotSet doubtful = doubted();
        cluster.apply(tick(10));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted)).isEqualTo(doubtful);
        assertThat(journal).hasSize(1);
        assertThat(journal.get(0)).contains("may be lost");
        assertThat(tick(11)).isEmpty();
    }

    @Test
    void whoever_has_not_registered_again_with_this_coordinator_is_waited_for() {
        doubted();
        cluster.watch.forgetAll();
        cluster.connect("n1");
        cluster.connect("n2");
        assertThat(tick(10)).as("n3 is UP on record alone").isEmpty();
        cluster.connect("n3");
        assertThat(tick(11)).isNotEmpty();
    }

    @Test
    void a_majority_waits_a_minute_for_the_rest() {
        doubted();
        cluster.apply(cluster.membership.down("n3"));
        assertThat(tick(10)).isEmpty();
        assertThat(tick(69.9)).isEmpty();
        assertThat(journal).isEmpty();
        assertThat(tick(70)).isNotEmpty();
    }

    @Test
    void a_store_beyond_doubt_that_does_not_come_back_is_no_part_of_a_majority() {
        formedOf("n1", "n2", "n3");
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n1", true)));
        assertThat(tick(10)).as("two of three are whole and here").isEmpty();
        cluster.apply(cluster.membership.down("n3"));
        cluster.apply(tick(20));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted).isEmpty()).isTrue();
        cluster.apply(tick(79.9));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted).isEmpty()).isTrue();
        cluster.apply(tick(80));
        assertThat(cluster.slotsWhere(Assignment::doubtAccepted).size()).isEqualTo(SlotSet.SLOTS);
    }

    @Test
    void the_wait_begins_again_when_the_doubt_had_gone() {
        doubted();
        cluster.apply(cluster.membership.down("n3"));
        assertThat(tick(10)).isEmpty();
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n1", false)));
        cluster.apply(cluster.membership.up("n3"));
        assertThat(tick(60)).isEmpty();
        cluster.apply(cluster.membership.down("n3"));
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n1", true)));
        assertThat(tick(65)).isEmpty();
        assertThat(tick(124.9)).isEmpty();
        assertThat(tick(125)).isNotEmpty();
    }

    @Test
    void who_leads_again_begins_to_wait_anew() {
        doubted();
        cluster.apply(cluster.membership.down("n3"));
        assertThat(tick(10)).isEmpty();
        upkeep.began();
        assertThat(tick(75)).isEmpty();
        assertThat(tick(134.9)).isEmpty();
        assertThat(tick(135)).isNotEmpty();
    }
}
