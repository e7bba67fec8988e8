package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.util.List;

class LossReportTest {
    private final Cluster cluster = Cluster.formed(3, 3);
    private final LossReport report = new LossReport(cluster.metadata);

    private void powerOfAllIsCut() {
        for (String id : List.of("n1", "n2", "n3")) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, true)));
        }
        cluster.apply(cluster.membership.doubtfulStores().accept(false));
        for (String id : List.of("n1", "n2", "n3")) {
            cluster.apply(List.of(new MetadataRecord.MemberDoubt(id, false)));
        }
    }

    private List<Item> notes() {
        return report.addedTo(Reply.ok()).items();
    }

    private Reply acknowledge(long epoch) {
        Decision decision = report.acknowledge(
                Request.builder(Verb.ACKNOWLEDGE_LOSS).argument("" + epoch).build());
        if (!decision.records().isEmpty()) {
            cluster.apply(decision.records());
        }
        return decision.reply();
    }

    @Test
    void a_cluster_that_was_never_written_to_has_lost_nothing() {
        powerOfAllIsCut();
        assertThat(notes()).isEmpty();
        assertThat(acknowledge(1).isError()).isTrue();
    }

    @Test
    void a_possible_loss_is_reported_until_it_is_acknowledged() {
        cluster.apply(List.of(new MetadataRecord.WritesSeen()));
        powerOfAllIsCut();
        assertThat(notes()).singleElement().satisfies(note -> {
            assertThat(note.longField("slots", 0)).isEqualTo(SlotSet.SLOTS);
            assertThat(acknowledge(note.longField("epoch", 0) + 1).isError()).isTrue();
            assertThat(notes()).hasSize(1);
            assertThat(acknowledge(note.longField("epoch", 0)).isOk()).isTrue();
        });
        assertThat(notes()).isEmpty();
    }

    @Test
    void one_that_was_read_before_the_next_happened_does_not_acknowledge_that() {
        cluster.apply(List.of(new MetadataRecord.WritesSeen()));
        powerOfAllIsCut();
        long read = notes().get(0).longField("epoch", 0);
        for (String id : List.of("n1", "n2", "n3")) {
            cluster.apply(cluster.membership.down(id));
            cluster.apply(cluster.membership.up(id));
        }
        powerOfAllIsCut();
        assertThat(notes().get(0).longField("epoch", 0)).isGreaterThan(read);
        assertThat(acknowledge(read).isError()).isTrue();
        assertThat(notes()).hasSize(1);
    }

    @Test
    void it_is_part_of_a_snapshot() {
        cluster.apply(List.of(new MetadataRecord.WritesSeen()));
        powerOfAllIsCut();
        Metadata restored = new Metadata();
        restored.restore(cluster.metadata.snapshot());
        assertThat(restored.loss()).isEqualTo(cluster.metadata.loss());
    }
}
