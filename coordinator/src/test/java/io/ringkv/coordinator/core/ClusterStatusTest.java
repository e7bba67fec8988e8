package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ClusterStatusTest {
    private static final Request EXPLAIN =
            Request.builder(Verb.EXPLAIN).argument("user:alice").build();

    private final Cluster cluster = active(Cluster.formed(3, 3));

    /** Every primary has reported that it serves. */
    private static Cluster active(Cluster cluster) {
        SlotTerms terms = new SlotTerms();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            terms.add(slot, cluster.assignment(slot).term());
        }
        cluster.apply(List.of(new MetadataRecord.TermsActive(SlotTerms.decode(terms.encode()))));
        return cluster;
    }

    private static ClusterStatus of(Cluster cluster) {
        return new ClusterStatus(
                cluster.metadata,
                cluster.watch,
                new LossReport(cluster.metadata),
                new LostMajorities(cluster.metadata),
                List::of,
                () -> false);
    }

    @Test
    void a_cluster_with_everybody_there_is_healthy() {
        Reply status = of(cluster).status();
        assertThat(status.field("health")).isEqualTo("HEALTHY");
        assertThat(status.items()).isEmpty();
    }

    @Test
    void fewer_nodes_than_replicas_are_noted_and_healthy() {
        Reply status = of(active(Cluster.formed(3, 2))).status();
        assertThat(status.field("health")).isEqualTo("HEALTHY");
        assertThat(status.items())
                .singleElement()
                .asString()
                .startsWith("* NOTE")
                .contains("2 nodes for 3 replicas", "kv set-replicas 2");
    }

    @Test
    void a_slot_with_fewer_copies_than_are_wanted_has_too_few_whatever_its_list_says() {
        Cluster four = active(Cluster.formed(3, 4));
        four.apply(List.of(new MetadataRecord.TargetSet(four.metadata.target().withReplicas(4))));
        Reply status = of(four).status();
        assertThat(status.field("health")).isEqualTo("DEGRADED");
        assertThat(status.longField("under-replicated", 0)).isEqualTo(SlotSet.SLOTS);
    }

    @Test
    void a_cluster_that_has_not_formed_is_unavailable() {
        assertThat(of(Cluster.created(3)).status().field("health")).isEqualTo("UNAVAILABLE");
    }

    @Test
    void one_node_away_degrades_and_two_make_unavailable() {
        cluster.apply(cluster.membership.down("n1"));
        assertThat(of(cluster).status().field("health")).isEqualTo("DEGRADED");
        assertThat(of(cluster).status().toString()).contains("n1");
        cluster.apply(cluster.membership.down("n2"));
        assertThat(of(cluster).status().field("health")).isEqualTo("UNAVAILABLE");
    }

    @Test
    void a_node_that_is_taking_over_is_named() {
        int slots = cluster.primariesOf("n2").size();
        cluster.register(Cluster.registration("n2", 12, "d2").build(), false);
        assertThat(of(cluster).status().toString()).contains("n2", "is not connected");
        cluster.connect("n2");
        cluster.apply(cluster.membership.up("n2"));
        assertThat(of(cluster).status().field("health")).isEqualTo("DEGRADED");
        assertThat(of(cluster).status().toString())
                .contains("n2", "taking over " + slots + " slots");
        active(cluster);
        assertThat(of(cluster).status().items()).isEmpty();
    }

    @Test
    void nobody_is_said_to_take_over_what_lacks_a_majority() {
        cluster.register(Cluster.registration("n2", 12, "d2").build(), false);
        cluster.connect("n2");
        cluster.apply(cluster.membership.up("n2"));
        cluster.apply(cluster.membership.down("n1"));
        cluster.apply(cluster.membership.down("n3"));
        assertThat(of(cluster).status().toString())
                .contains("lack a majority")
                .doesNotContain("taking over");
    }

    private Member registeredAnew(String id, long incarnation) {
        Member m = cluster.member(id);
        return new Member(
                id,
                m.dataId(),
                incarnation,
                m.host(),
                m.port(),
                m.zone(),
                m.weight(),
                m.state(),
                m.lostEpoch(),
                m.doubtful());
    }

    @Test
    void slots_without_a_live_primary_are_unavailable() {
        cluster.apply(List.of(new MetadataRecord.MemberRegistered(registeredAnew("n2", 12))));
        Reply status = of(cluster).status();
        assertThat(status.field("health")).isEqualTo("UNAVAILABLE");
        assertThat(status.longField("unavailable", 0))
                .isEqualTo(cluster.primariesOf("n2").size());
    }

    @Test
    void a_node_with_a_full_disk_is_named() {
        cluster.watch.of("n2").sick = "disk-full";
        Reply status = of(cluster).status();
        assertThat(status.field("health")).isEqualTo("DEGRADED");
        assertThat(status.toString()).contains("n2", "disk is full");
    }

    @Test
    void what_a_node_said_of_itself_ends_with_it() {
        cluster.watch.of("n2").sick = "leaving";
        assertThat(of(cluster).status().toString()).contains("n2", "it is stopping");
        cluster.apply(cluster.membership.down("n2"));
        assertThat(of(cluster).status().toString()).contains("is DOWN").doesNotContain("stopping");
    }

    @Test
    void a_node_that_does_not_answer_at_its_address_is_named_with_the_reason() {
        cluster.watch.of("n2").unreachable = "check --advertise";
        assertThat(of(cluster).status().toString()).contains("n2", "check --advertise");
    }

    @Test
    void a_key_is_explained_by_the_walk_over_the_ring_that_meets_its_voters_first() {
        Reply reply = of(cluster).explain(EXPLAIN);
        int slot = Slots.of("user:alice".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.field("term"))
                .isEqualTo(Long.toString(cluster.assignment(slot).term()));
        assertThat(reply.items().stream().filter(item -> item.toString().contains("WALK")))
                .isNotEmpty();
    }

    @Test
    void no_key_is_explained_before_the_cluster_has_formed() {
        assertThat(of(Cluster.created(3)).explain(EXPLAIN).isError(ErrorCode.UNAVAILABLE))
                .isTrue();
    }
}
