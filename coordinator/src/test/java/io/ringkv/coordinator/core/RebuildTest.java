package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A coordinator's disk is lost; four nodes, of three replicas a slot, carry what it had said. */
class RebuildTest {
    private final Cluster lost = Cluster.formed(3, 4);

    private View older() {
        View before = lost.view();
        lost.apply(lost.membership.down("n4"));
        return before;
    }

    private static Rebuild carried(View view, String... ids) {
        Rebuild rebuild = new Rebuild(Set.of());
        for (String id : ids) {
            rebuild.carries(id, view);
        }
        return rebuild;
    }

    // ---- what is enough

    @Test
    void without_any_view_it_waits_for_nodes() {
        assertThat(carried(View.none(), "n1").obstacle()).contains("no node that carries a view");
    }

    @Test
    void it_waits_for_every_member_of_the_newest_view_and_names_who_is_missing() {
        Rebuild rebuild = carried(lost.view(), "n1", "n2");
        assertThat(rebuild.obstacle())
                .contains(
                        "n3 (host-n3:5000), n4 (host-n4:5000)",
                        "epoch " + lost.view().epoch())
                .contains("--rebuild-without");
        assertThatThrownBy(rebuild::result).isInstanceOf(IllegalStateException.class);
        rebuild.carries("n3", lost.view());
        rebuild.carries("n4", lost.view());
        assertThat(rebuild.obstacle()).isNull();
    }

    @Test
    void the_newest_view_wins_and_the_epoch_lies_above_every_one_that_was_seen() {
        View before = older();
        Rebuild rebuild = carried(before, "n1", "n2", "n4");
        rebuild.carries("n3", lost.view());
        rebuild.seen(4_711);
        View result = rebuild.result();
        assertThat(result.epoch()).isEqualTo(4_711 + Rebuild.EPOCHS_LEFT_FREE);
        assertThat(result.clusterId()).isEqualTo(Cluster.ID);
        assertThat(result.members()).isEqualTo(lost.view().members());
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            assertThat(result.assignment(slot)).isEqualTo(lost.view().assignment(slot));
        }
    }

    @Test
    void a_member_of_a_newer_view_alone_is_waited_for_as_well() {
        View before = lost.view();
        lost.join("n5");
        Rebuild rebuild = carried(before, "n1", "n2", "n3");
        rebuild.carries("n4", lost.view());
        assertThat(rebuild.obstacle()).contains("waits for n5 (host-n5:5000)");
    }

    @Test
    void nodes_that_are_lost_for_good_are_not_waited_for_while_every_slot_keeps_a_majority() {
        Rebuild one = new Rebuild(Set.of("n4"));
        List.of("n1", "n2", "n3").forEach(id -> one.carries(id, lost.view()));
        assertThat(one.obstacle()).isNull();
        Rebuild two = new Rebuild(Set.of("n3", "n4"));
        List.of("n1", "n2").forEach(id -> two.carries(id, lost.view()));
        SlotSet both = lost.slotsWhere(a -> a.voter("n3") != null && a.voter("n4") != null);
        assertThat(two.obstacle()).contains("of the slots " + both + " most replicas");
    }

    @Test
    void a_new_disk_has_nothing_to_say_and_counts_for_nothing() {
        Rebuild rebuild = carried(lost.view(), "n1", "n2", "n3");
        rebuild.carries("n4", View.none());
        assertThat(rebuild.obstacle()).isNull();
        Rebuild two = carried(lost.view(), "n1", "n2");
        two.carries("n3", View.none());
        two.carries("n4", View.none());
        assertThat(two.obstacle()).contains("most replicas");
    }

    @Test
    void nodes_of_two_clusters_are_never_mixed() {
        Rebuild rebuild = carried(lost.view(), "n1", "n2", "n3", "n4");
        View v = lost.view();
        rebuild.carries(
                "x1", new View("other", "", 1, 3, 20, v.members(), List.of(), EpochGaps.NONE));
        assertThat(rebuild.obstacle()).contains("x1 belongs to cluster other");
    }

    private static View leapt(View view, String name, long epoch, EpochGaps gaps) {
        return new View(
                view.clusterId(),
                name,
                epoch,
                view.replicas(),
                view.virtualNodes(),
                view.members(),
                view.shares(),
                gaps);
    }

    @Test
    void of_two_histories_the_one_that_most_nodes_know_goes_on_above_both() {
        long last = lost.view().epoch();
        View cluster = leapt(lost.view(), "whole", 2_000, EpochGaps.NONE.with(last + 1, 1_999));
        for (long copys : new long[] {1_500, 9_000}) {
            View copy = leapt(lost.view(), "copy", copys, EpochGaps.NONE.with(last + 1, copys - 1));
            Rebuild rebuild = new Rebuild(Set.of());
            rebuild.carries("n1", cluster);
            rebuild.carries("n2", copy);
            rebuild.carries("n3", cluster);
            rebuild.carries("n4", cluster);
            View result = rebuild.result();
            assertThat(result.epoch()).isGreaterThan(Math.max(copys, 2_000));
            assertThat(result.clusterName()).isEqualTo("whole");
            assertThat(result.lacks(copys))
                    .as("whoever followed it may come back")
                    .isFalse();
        }
    }

    // ---- the record

    @Test
    void what_is_rebuilt_is_the_same_through_the_log_and_its_snapshot() {
        older();
        View result = carried(lost.view(), "n1", "n2", "n3", "n4").result();
        Cluster again = new Cluster();
        again.apply(List.of(MetadataRecord.ClusterRebuilt.of(result)));
        assertThat(again.metadata.created()).isTrue();
        assertThat(again.metadata.writesSeen()).isTrue();
        assertThat(ViewCodec.encode(again.view())).isEqualTo(ViewCodec.encode(result));
        Metadata restored = new Metadata();
        restored.restore(again.metadata.snapshot());
        assertThat(ViewCodec.encode(restored.view())).isEqualTo(ViewCodec.encode(result));
        again.apply(again.membership.down("n1"));
        assertThat(again.view().epoch()).isEqualTo(result.epoch() + 1);
    }

    @Test
    void lists_before_the_current_one_still_count_until_a_term_is_active() {
        Voter here = new Voter("n1", "new");
        lost.register(Cluster.registration("n1", 11, "new").build(), false);
        lost.apply(lost.membership.up("n1"));
        int slot = lost.slotsWhere(a -> a.voter("n1") != null).first();
        List<Voter> replaced = lost.assignment(slot).voters().stream()
                .map(voter -> voter.node().equals("n1") ? here : voter)
                .toList();
        lost.apply(List.of(new MetadataRecord.SlotsAssigned(
                List.of(new MetadataRecord.SlotsAssigned.ListOfSlots(
                        replaced, "n2", SlotSet.parse("" + slot))))));
        List<List<Voter>> prior = lost.assignment(slot).priorLists();
        assertThat(prior).isNotEmpty();

        Cluster again = new Cluster();
        again.apply(List.of(MetadataRecord.ClusterRebuilt.of(
                carried(lost.view(), "n1", "n2", "n3", "n4").result())));
        again.apply(again.membership.down(again.assignment(slot).primary()));
        assertThat(again.assignment(slot).priorLists()).containsAll(prior);
    }

    // ---- the whole coordinator

    private static Reply registers(ScriptedCoordinator coordinator, int number) {
        return coordinator.register(number, "n" + number, number);
    }

    @Test
    void a_coordinator_asks_each_node_for_its_view_and_lets_all_in_once_it_has_seen_enough() {
        ScriptedCoordinator coordinator = ScriptedCoordinator.rebuilding(Set.of(), lost.view());
        List<Reply> refused = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            refused.add(registers(coordinator, i));
        }
        coordinator.seconds(5);
        assertThat(refused).allMatch(reply -> reply.isError(ErrorCode.STARTING));
        assertThat(coordinator.log.appended).isEmpty();
        Reply status = coordinator.ask(1, Request.of(Verb.STATUS));
        assertThat(status.field("health")).isEqualTo("UNAVAILABLE");
        assertThat(status.items().toString()).contains("waits for n4");

        assertThat(registers(coordinator, 4).isError(ErrorCode.STARTING)).isTrue();
        coordinator.seconds(1);
        assertThat(coordinator.view().clusterId()).isEqualTo(Cluster.ID);
        assertThat(coordinator.view().epoch()).isGreaterThan(lost.view().epoch());
        for (int i = 1; i <= 4; i++) {
            assertThat(registers(coordinator, i).isOk()).isTrue();
        }
        coordinator.seconds(10);
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            assertThat(coordinator.view().assignment(slot))
                    .as("the data path does not notice")
                    .isEqualTo(lost.view().assignment(slot));
        }
    }
}
