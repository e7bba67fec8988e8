package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.BitSet;
import java.util.List;

class PlacingTest {
    private static MetadataRecord.SlotsAssigned assign(int replicas, int nodes) {
        Cluster cluster = Cluster.formed(replicas, nodes);
        return (MetadataRecord.SlotsAssigned)
                Placing.assign(cluster.view(), cluster.view().members());
    }

    @ParameterizedTest
    @CsvSource({"3,1,1", "3,2,2", "3,3,3", "3,5,3", "1,4,1"})
    void each_slot_has_as_many_voters_as_replicas_or_as_there_are_nodes(
            int replicas, int nodes, int voters) {
        BitSet seen = new BitSet();
        for (MetadataRecord.SlotsAssigned.ListOfSlots list :
                assign(replicas, nodes).lists()) {
            assertThat(list.voters()).hasSize(voters).doesNotHaveDuplicates();
            assertThat(list.primary()).isEqualTo(list.voters().get(0).node());
            list.slots().forEach(slot -> {
                assertThat(seen.get(slot)).isFalse();
                seen.set(slot);
            });
        }
        assertThat(seen.cardinality()).isEqualTo(SlotSet.SLOTS);
    }

    @Test
    void lists_name_the_disk_and_not_only_the_node() {
        assertThat(assign(3, 3).lists())
                .allSatisfy(list -> assertThat(list.voters())
                        .containsExactlyInAnyOrder(
                                new Voter("n1", "d1"),
                                new Voter("n2", "d2"),
                                new Voter("n3", "d3")));
    }

    @Test
    void slots_on_the_same_list_are_one_entry_and_the_same_nodes_give_the_same_record() {
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = assign(3, 4).lists();
        assertThat(lists)
                .extracting(MetadataRecord.SlotsAssigned.ListOfSlots::voters)
                .doesNotHaveDuplicates();
        assertThat(lists).isEqualTo(assign(3, 4).lists());
    }
}
