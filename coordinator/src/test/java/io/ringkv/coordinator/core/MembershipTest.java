package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.StoreDoubt;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.List;

class MembershipTest {
    private final Cluster cluster = Cluster.formed(3, 4);
    private final Membership membership = cluster.membership;

    private Reply restart(String id, long incarnation, String dataId) {
        return cluster.register(Cluster.registration(id, incarnation, dataId).build(), false);
    }

    // ---- joining

    @Test
    void a_new_node_is_joining_until_it_is_welcomed_and_holds_nothing() {
        assertThat(restart("n9", 9, "d9").isOk()).isTrue();
        assertThat(cluster.state("n9")).isEqualTo(MemberState.JOINING);
        cluster.apply(membership.up("n9"));
        assertThat(cluster.state("n9")).isEqualTo(MemberState.UP);
        assertThat(cluster.slotsWhere(a -> a.voter("n9") != null).isEmpty()).isTrue();
    }

    @Test
    void a_welcome_of_a_node_that_is_up_or_unknown_changes_nothing() {
        assertThat(membership.up("n1")).isEmpty();
        assertThat(membership.up("n9")).isEmpty();
    }

    @Test
    void the_answer_to_a_registration_names_the_cluster() {
        assertThat(restart("n9", 9, "d9").field("cluster")).isEqualTo(Cluster.ID);
    }

    @Test
    void the_same_incarnation_may_register_again_and_nothing_changes() {
        long epoch = cluster.view().epoch();
        assertThat(restart("n1", 1, "d1").isOk()).isTrue();
        assertThat(cluster.view().epoch()).isEqualTo(epoch);
    }

    @Test
    void a_disk_that_returns_after_another_took_its_place_may_be_any_copy_of_it() {
        cluster.register(Cluster.registration("n1", 12, "e1").build(), false);
        assertThat(cluster.member("n1").doubtful()).isFalse();
        Reply reply = cluster.register(
                Cluster.registration("n1", 13, "d1").option(Option.PREVIOUS, 12).build(), false);
        assertThat(reply.field("store")).isEqualTo("doubtful");
        assertThat(cluster.member("n1").doubtful()).isTrue();
    }

    @Test
    void a_disk_that_does_not_know_of_its_last_start_is_an_older_copy_and_doubtful() {
        assertThat(restart("n1", 11, "d1").field("store")).isEqualTo("whole");
        Reply reply = cluster.register(
                Cluster.registration("n1", 12, "d1").option(Option.PREVIOUS, 1).build(), false);
        assertThat(reply.field("store")).isEqualTo("doubtful");
        assertThat(cluster.member("n1").doubtful()).isTrue();
        Reply again = cluster.register(
                Cluster.registration("n1", 12, "d1").option(Option.PREVIOUS, 1).build(), false);
        assertThat(again.field("store")).as("the first answer may be lost").isEqualTo("doubtful");
    }

    @Test
    void a_new_disk_has_no_last_start() {
        assertThat(cluster.register(
                                Cluster.registration("n1", 11, "new")
                                        .option(Option.PREVIOUS, 0)
                                        .build(),
                                false)
                        .field("store"))
                .isEqualTo("whole");
    }

    // ---- refused

    @Test
    void a_node_of_another_cluster_is_refused() {
        Reply reply = cluster.register(
                Cluster.registration("n1", 9, "d1")
                        .option(Option.CLUSTER, "other")
                        .build(),
                false);
        assertThat(reply.isError(ErrorCode.WRONG_CLUSTER)).isTrue();
        assertThat(cluster.member("n1").incarnation()).isEqualTo(1);
    }

    @Test
    void a_node_that_has_seen_a_newer_epoch_than_this_coordinator_is_refused() {
        long epoch = cluster.view().epoch();
        Reply newer = cluster.register(
                Cluster.registration("n1", 9, "d1")
                        .option(Option.EPOCH, epoch + 1)
                        .build(),
                false);
        assertThat(newer.isError(ErrorCode.WRONG_CLUSTER)).isTrue();
        Reply same = cluster.register(
                Cluster.registration("n1", 9, "d1").option(Option.EPOCH, epoch).build(), false);
        assertThat(same.isOk()).isTrue();
    }

    @Test
    void a_second_process_under_the_id_of_a_live_one_is_told_to_wait_and_changes_nothing() {
        Reply reply = cluster.register(Cluster.registration("n1", 9, "d1").build(), true);
        assertThat(reply.isError(ErrorCode.STARTING)).isTrue();
        assertThat(cluster.member("n1").incarnation()).isEqualTo(1);
    }

    // ---- coming back

    @Test
    void a_restarted_primary_keeps_its_slots_in_a_new_term_of_its_new_incarnation() {
        View before = cluster.view();
        SlotSet own = cluster.primariesOf("n1");
        restart("n1", 11, "d1");
        assertThat(cluster.state("n1")).isEqualTo(MemberState.UP);
        assertThat(cluster.primariesOf("n1")).isEqualTo(own);
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment now = cluster.assignment(slot);
            boolean renewed = own.contains(slot);
            assertThat(now.term())
                    .isEqualTo(
                            renewed
                                    ? cluster.view().epoch()
                                    : before.assignment(slot).term());
            assertThat(now.voters()).isEqualTo(before.assignment(slot).voters());
            if (renewed) {
                assertThat(now.primaryIncarnation()).isEqualTo(11);
            }
        }
        assertThat(cluster.member("n1").lostEpoch()).isEqualTo(cluster.view().epoch());
    }

    @Test
    void a_node_that_comes_back_elsewhere_is_welcomed_there_first() {
        SlotSet own = cluster.primariesOf("n1");
        cluster.register(Cluster.registrationAt("elsewhere", "n1", 11, "d1").build(), false);
        assertThat(cluster.state("n1")).isEqualTo(MemberState.JOINING);
        assertThat(cluster.member("n1").address()).isEqualTo("elsewhere:5000");
        assertThat(cluster.primariesOf("n1")).isEqualTo(own);
    }

    @Test
    void a_node_that_was_down_is_welcomed_again() {
        cluster.apply(membership.down("n1"));
        restart("n1", 12, "d1");
        assertThat(cluster.state("n1")).isEqualTo(MemberState.JOINING);
        cluster.apply(membership.up("n1"));
        assertThat(cluster.state("n1")).isEqualTo(MemberState.UP);
        assertThat(cluster.primariesOf("n1").isEmpty()).isTrue();
    }

    @Test
    void a_node_whose_store_may_have_lost_its_tail_gives_its_slots_to_others() {
        cluster.register(
                Cluster.registration("n1", 11, "d1")
                        .option(Option.STORE, "doubtful")
                        .build(),
                false);
        assertThat(cluster.member("n1").doubtful()).isTrue();
        assertThat(cluster.primariesOf("n1").isEmpty()).isTrue();
    }

    @Test
    void a_node_with_another_disk_serves_nothing() {
        restart("n1", 11, "new");
        Voter here = new Voter("n1", "new");
        assertThat(cluster.primariesOf("n1").isEmpty()).isTrue();
        assertThat(cluster.slotsWhere(a -> a.voters().contains(here)).isEmpty()).isTrue();
    }

    @Test
    void a_node_that_was_removed_comes_back_only_with_another_disk() {
        cluster.apply(List.of(new MetadataRecord.MemberStateChanged("n4", MemberState.REMOVED)));
        Reply same = cluster.register(Cluster.registration("n4", 14, "d4").build(), false);
        assertThat(same.isError()).isTrue();
        assertThat(same.text()).contains("was removed", "empty data directory");
        Reply other = cluster.register(Cluster.registration("n4", 14, "new").build(), false);
        assertThat(other.isOk()).isTrue();
        assertThat(cluster.state("n4")).isEqualTo(MemberState.JOINING);
    }

    @Test
    void a_slot_that_lost_its_last_primary_gets_the_first_voter_that_comes_back() {
        int slot = cluster.slotOf("n1", "n2", "n3");
        for (String id : List.of("n1", "n2", "n3")) {
            cluster.apply(membership.down(id));
        }
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n3");
        restart("n2", 12, "d2");
        cluster.apply(membership.up("n2"));
        cluster.apply(membership.orphansAdopted());
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n2");
        assertThat(cluster.assignment(slot).primaryIncarnation()).isEqualTo(12);
    }

    // ---- heard

    @Test
    void the_first_write_is_recorded_once() {
        assertThat(membership.heard("n1")).isEmpty();
        cluster.watch.of("n1").writes = 1;
        List<MetadataRecord> records = membership.heard("n1");
        assertThat(records).containsExactly(new MetadataRecord.WritesSeen());
        cluster.apply(records);
        assertThat(membership.heard("n1")).isEmpty();
    }

    @Test
    void a_store_that_was_brought_in_sync_is_beyond_doubt() {
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n1", true)));
        cluster.watch.of("n1").doubt = StoreDoubt.IN_PRESENT_LISTS;
        assertThat(membership.heard("n1")).isEmpty();
        cluster.watch.of("n1").doubt = StoreDoubt.NONE;
        cluster.apply(membership.heard("n1"));
        assertThat(cluster.member("n1").doubtful()).isFalse();
    }

    @Test
    void a_node_that_does_not_know_its_newest_slots_yet_says_nothing_about_its_store() {
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n1", true)));
        cluster.watch.of("n1").epoch = cluster.view().epoch() - 1;
        assertThat(membership.heard("n1")).isEmpty();
    }
}
