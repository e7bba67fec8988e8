package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

class EpochLeapTest {
    private static final List<MetadataRecord> DOWN =
            List.of(new MetadataRecord.MemberStateChanged("n1", MemberState.DOWN));

    private final Cluster cluster = Cluster.formed(3, 3);
    private final EpochLeap leap = new EpochLeap(5_000);

    @Test
    void the_first_change_after_a_start_leaps_and_no_other() {
        long before = cluster.view().epoch();
        List<MetadataRecord> first = leap.before(DOWN);
        assertThat(leap.before(DOWN)).as("until one is committed").isEqualTo(first);
        cluster.apply(first);
        leap.committed(new LogEntry(0, first));
        assertThat(cluster.view().epoch()).isEqualTo(before + 1 + 5_000);
        assertThat(leap.before(DOWN)).isEqualTo(DOWN);
    }

    @Test
    void terms_of_the_first_change_are_above_the_leap() {
        cluster.apply(leap.before(cluster.membership.down("n1")));
        assertThat(cluster.assignment(cluster.slotOf("n1", "n2", "n3")).term())
                .isEqualTo(cluster.view().epoch())
                .isGreaterThan(5_000);
    }

    @Test
    void who_has_seen_an_epoch_that_was_leapt_over_knows_another_log() {
        long last = cluster.view().epoch();
        cluster.apply(leap.before(DOWN));
        assertThat(cluster.view().lacks(last)).isFalse();
        assertThat(cluster.view().lacks(last + 1)).isTrue();
        assertThat(cluster.view().lacks(last + 5_000)).isTrue();
        assertThat(cluster.view().lacks(last + 5_001)).isFalse();
        assertThat(cluster.view().lacks(last + 5_002)).isTrue();
        Reply refused = cluster.register(
                Cluster.registration("n2", 12, "d2")
                        .option(Option.EPOCH, last + 3)
                        .build(),
                false);
        assertThat(refused.text()).contains("older than the cluster");
        Metadata restored = new Metadata();
        restored.restore(cluster.metadata.snapshot());
        assertThat(restored.view().gaps()).isEqualTo(cluster.view().gaps());
    }

    @Test
    void a_report_that_changes_no_view_leaps_over_nothing() {
        List<MetadataRecord> report = List.of(new MetadataRecord.WritesSeen());
        assertThat(leap.before(report)).isEqualTo(report);
    }

    @Test
    void a_log_that_begins_has_nothing_to_leap_over() {
        List<MetadataRecord> created = List.of(new MetadataRecord.ClusterCreated("c1", "", 3, 20));
        assertThat(leap.before(created)).isEqualTo(created);
        leap.committed(new LogEntry(0, created));
        assertThat(leap.before(DOWN)).isEqualTo(DOWN);
    }

    @Test
    void a_rebuilt_log_leaps_from_what_was_carried() {
        View carried = cluster.view();
        Cluster rebuilt = new Cluster();
        rebuilt.apply(leap.before(List.of(MetadataRecord.ClusterRebuilt.of(carried))));
        assertThat(rebuilt.view().epoch()).isGreaterThan(carried.epoch() + 5_000 - 1);
    }

    /** Three processes that lead in turn: each leaps once, so the gaps stay three however often they change. */
    @Test
    void many_changes_of_the_leader_are_as_many_gaps_as_there_were_starts() {
        List<EpochLeap> leaps =
                List.of(new EpochLeap(2_000), new EpochLeap(3_000), new EpochLeap(4_000));
        for (int i = 0; i < 300; i++) {
            EpochLeap leader = leaps.get(i % leaps.size());
            List<MetadataRecord> change =
                    leader.before(List.of(new MetadataRecord.MemberDoubt("n1", i % 2 == 0)));
            cluster.apply(change);
            leader.committed(new LogEntry(0, change));
        }
        assertThat(cluster.view().gaps().gaps()).hasSize(3);
    }
}
