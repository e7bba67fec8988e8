package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class MetadataTest {
    private static final int NODES = 12;

    private final Metadata metadata = new Metadata();
    private final Watch watch = new Watch();
    private final Membership membership = new Membership(metadata, watch);

    @BeforeEach
    void a_cluster_of_twelve_nodes() {
        apply(List.of(new MetadataRecord.ClusterCreated("c1", "", 3, 100)));
        for (int i = 1; i <= NODES; i++) {
            Member member = new Member(
                    "n" + i, "d" + i, i, "10.0.0." + i, 5000, "", 1, MemberState.JOINING, 0, false);
            apply(List.of(new MetadataRecord.MemberRegistered(member)));
            apply(membership.up("n" + i));
        }
        apply(membership.form());
    }

    private void apply(List<MetadataRecord> records) {
        LogEntry entry = new LogEntry(metadata.version(), records);
        assertThat(metadata.apply(LogEntry.decode(entry.encode()))).isTrue();
    }

    private int primariesOf(String id) {
        int primaries = 0;
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = metadata.view().assignment(slot);
            primaries += assignment != null && assignment.primary().equals(id) ? 1 : 0;
        }
        return primaries;
    }

    @Test
    void a_nodes_death_is_one_epoch_and_at_most_ten_records() {
        long before = metadata.view().epoch();
        List<MetadataRecord> records = membership.down("n5");
        assertThat(records.size()).isLessThanOrEqualTo(10);
        apply(records);
        assertThat(metadata.view().epoch()).isEqualTo(before + 1);
        assertThat(primariesOf("n5")).isZero();
        assertThat(metadata.view().member("n5").state()).isEqualTo(MemberState.DOWN);
    }

    @Test
    void a_death_moves_the_role_to_another_voter_and_never_the_list() {
        View before = metadata.view();
        apply(membership.down("n5"));
        View after = metadata.view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment old = before.assignment(slot);
            Assignment now = after.assignment(slot);
            assertThat(now.voters()).isEqualTo(old.voters());
            assertThat(now.voter(now.primary())).isNotNull();
            boolean moved = old.primary().equals("n5");
            assertThat(now.term()).isEqualTo(moved ? after.epoch() : old.term());
        }
    }

    @Test
    void a_role_that_leaves_an_incarnation_is_remembered_with_its_epoch() {
        apply(membership.down("n5"));
        assertThat(metadata.view().member("n5").lostEpoch())
                .isEqualTo(metadata.view().epoch());
        assertThat(metadata.view().member("n6").lostEpoch()).isZero();
    }

    @Test
    void a_node_that_is_down_already_changes_nothing() {
        apply(membership.down("n5"));
        assertThat(membership.down("n5")).isEmpty();
    }

    @Test
    void an_entry_that_is_not_based_on_this_state_is_skipped() {
        LogEntry entry = new LogEntry(metadata.version(), membership.down("n5"));
        assertThat(metadata.apply(entry)).isTrue();
        long epoch = metadata.view().epoch();
        assertThat(metadata.apply(entry)).isFalse();
        assertThat(metadata.view().epoch()).isEqualTo(epoch);
    }

    @Test
    void a_snapshot_restores_everything_that_later_terms_stand_on() {
        apply(membership.down("n5"));
        Metadata restored = new Metadata();
        restored.restore(metadata.snapshot());
        assertThat(restored.version()).isEqualTo(metadata.version());
        assertThat(restored.view().members()).isEqualTo(metadata.view().members());
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            assertThat(restored.view().assignment(slot))
                    .isEqualTo(metadata.view().assignment(slot));
            assertThat(restored.history(slot)).isEqualTo(metadata.history(slot));
        }
        LogEntry next = new LogEntry(metadata.version(), membership.down("n6"));
        metadata.apply(next);
        restored.apply(next);
        assertThat(restored.snapshot()).isEqualTo(metadata.snapshot());
    }

    @Test
    void a_report_of_an_active_term_lets_older_lists_go_and_repeating_it_changes_nothing() {
        apply(membership.down("n5"));
        SlotTerms terms = new SlotTerms();
        Assignment assignment = metadata.view().assignment(0);
        terms.add(0, assignment.term());
        Decision first = membership.active(SlotTerms.decode(terms.encode()));
        assertThat(first.records()).hasSize(1);
        apply(first.records());
        assertThat(metadata.history(0).lists()).hasSize(1);
        assertThat(metadata.history(0).active()).isEqualTo(assignment.term());
        assertThat(membership.active(SlotTerms.decode(terms.encode())).records())
                .isEmpty();
    }

    @Test
    void a_take_over_asks_every_list_since_the_last_active_term() {
        Voter a = new Voter("a", "1");
        Voter b = new Voter("b", "2");
        SlotHistory history =
                SlotHistory.NONE.with(3, List.of(a)).with(5, List.of(a, b)).with(7, List.of(b));
        assertThat(history.othersThan(List.of(b))).containsExactly(List.of(a), List.of(a, b));
        SlotHistory late = history.activated(5);
        assertThat(late.othersThan(List.of(b))).containsExactly(List.of(a, b));
        assertThat(late.activated(3)).isEqualTo(late);
        assertThat(late.activated(6)).isEqualTo(late);
    }

    @Test
    void every_kind_of_record_comes_back_from_its_line() {
        List<MetadataRecord> records = new ArrayList<>(membership.down("n5"));
        records.addAll(membership.form());
        records.add(new MetadataRecord.ClusterCreated("c", "name", 3, 100));
        records.add(
                new MetadataRecord.MemberRegistered(metadata.view().members().get(0)));
        records.add(new MetadataRecord.MemberDoubt("n1", true));
        records.add(new MetadataRecord.MoveBegun(
                List.of(new Voter("n1", "x"), new Voter("n2", "y")), SlotSet.parse("1-3")));
        records.add(new MetadataRecord.TermsActive(
                List.of(new SlotTerms.Entry(4, SlotSet.parse("7")))));
        records.add(new MetadataRecord.WritesSeen());
        LogEntry entry = new LogEntry(17, records);
        assertThat(LogEntry.decode(entry.encode())).isEqualTo(entry);
    }

    private static final MetadataRecord.CoordinatorsChanged TWO =
            new MetadataRecord.CoordinatorsChanged(
                    List.of(new Coordinator("c1", "h1", 5000), new Coordinator("c2", "h2", 5000)));

    @Test
    void the_view_names_the_coordinators_and_a_snapshot_keeps_them() {
        Cluster cluster = Cluster.formed(3, 3);
        cluster.apply(List.of(TWO));
        assertThat(cluster.view().coordinators()).isEqualTo(TWO.coordinators());
        Metadata restored = new Metadata();
        restored.restore(cluster.metadata.snapshot());
        assertThat(restored.view().coordinators()).isEqualTo(TWO.coordinators());
    }

    @Test
    void coordinators_that_a_carried_view_names_are_those_of_the_lost_log() {
        Cluster lost = Cluster.formed(3, 3);
        lost.apply(List.of(TWO));
        Cluster rebuilt = new Cluster();
        rebuilt.apply(List.of(MetadataRecord.ClusterRebuilt.of(lost.view())));
        assertThat(rebuilt.view().coordinators()).isEmpty();
    }
}
