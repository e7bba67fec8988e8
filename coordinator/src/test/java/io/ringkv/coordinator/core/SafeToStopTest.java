package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Four nodes, three copies. */
class SafeToStopTest {
    private final Cluster cluster = Cluster.formed(3, 4);
    private final SafeToStop safeToStop = new SafeToStop(cluster.metadata, cluster.watch);

    private SlotSet atRisk(String id) {
        Reply reply = safeToStop.answer(id);
        assertThat(reply.isOk()).isTrue();
        byte[] block = reply.block();
        assertThat(reply.field("safe")).isEqualTo(block == null ? "yes" : "no");
        return block == null
                ? SlotSet.NONE
                : SlotSet.parse(new String(block, StandardCharsets.US_ASCII));
    }

    private SlotSet slotsOf(String... ids) {
        return cluster.slotsWhere(a -> List.of(ids).stream().allMatch(id -> a.voter(id) != null));
    }

    @Test
    void any_node_of_a_healthy_cluster_may_be_stopped() {
        assertThat(atRisk("n1")).isEqualTo(SlotSet.NONE);
    }

    @Test
    void with_another_one_down_the_slots_of_both_are_at_risk() {
        cluster.apply(cluster.membership.down("n2"));
        assertThat(atRisk("n1")).isEqualTo(slotsOf("n1", "n2"));
        assertThat(atRisk("n2")).as("it is gone already").isEqualTo(SlotSet.NONE);
    }

    @Test
    void with_another_store_in_doubt_or_behind_they_are_as_well() {
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n3", true)));
        assertThat(atRisk("n1")).isEqualTo(slotsOf("n1", "n3"));
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n3", false)));
        int slot = slotsOf("n1", "n4").first();
        cluster.watch.of("n4").behind = SlotSet.parse("" + slot);
        assertThat(atRisk("n1")).isEqualTo(SlotSet.parse("" + slot));
    }

    @Test
    void a_node_that_there_is_not_is_refused() {
        assertThat(Objects.requireNonNull(safeToStop.answer("n9").text()))
                .contains("there is no node n9");
    }
}
