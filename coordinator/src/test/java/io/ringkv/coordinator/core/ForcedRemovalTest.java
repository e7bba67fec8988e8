package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Nodes that are given up for good, with their disks. */
class ForcedRemovalTest {
    private Cluster cluster = Cluster.formed(3, 5);
    private ForcedRemoval removal = removal();

    private ForcedRemoval removal() {
        return new ForcedRemoval(
                cluster.metadata,
                cluster.watch,
                new Population(PopulationTest.config(false), cluster.metadata, cluster.moves),
                new LostMajorities(cluster.metadata));
    }

    private void use(int replicas, int nodes) {
        cluster = Cluster.formed(replicas, nodes);
        removal = removal();
    }

    private void dies(String id) {
        cluster.apply(cluster.membership.down(id));
        cluster.watch.of(id).connection = -1;
    }

    private Reply plan(String id) {
        Request request = Request.builder(Verb.REMOVE_NODE)
                .option(Option.PLAN)
                .option(Option.FORCE, 0)
                .argument(id)
                .build();
        return removal.remove(0, request).reply();
    }

    private Reply remove(String id, long epoch) {
        Decision decision = removal.remove(
                0,
                Request.builder(Verb.REMOVE_NODE)
                        .option(Option.FORCE, epoch)
                        .argument(id)
                        .build());
        if (!decision.records().isEmpty()) {
            cluster.apply(decision.records());
        }
        return decision.reply();
    }

    private Reply remove(String id) {
        return remove(id, cluster.view().epoch());
    }

    private SlotSet slotsOf(List<String> all, List<String> none) {
        return cluster.metadata.where(state ->
                all.stream().allMatch(id -> state.assignment().voter(id) != null)
                        && none.stream().allMatch(id -> state.assignment().voter(id) == null));
    }

    @Test
    void one_of_three_copies_is_missed_by_nobody() {
        dies("n5");
        assertThat(plan("n5").longField("at-risk", -1)).isZero();
        assertThat(remove("n5").isOk()).isTrue();
        assertThat(cluster.metadata.loss().isNone()).isTrue();
        assertThat(cluster.metadata.target().counts("n5")).isFalse();
        assertThat(cluster.view().holder(new Voter("n5", "d5"))).isNull();
    }

    @Test
    void slots_that_lose_their_majority_go_on_with_what_is_left_and_that_is_reported() {
        dies("n4");
        dies("n5");
        SlotSet both = slotsOf(List.of("n4", "n5"), List.of());
        remove("n4");
        Reply plan = plan("n5");
        assertThat(plan.longField("at-risk", 0)).isEqualTo(both.size());
        String block = new String(plan.block(), StandardCharsets.US_ASCII);
        SlotSet named = SlotSet.NONE;
        for (String line : block.lines().toList()) {
            assertThat(line).matches("n[123] .*");
            named = named.union(SlotSet.parse(line.substring(3)));
        }
        assertThat(named).isEqualTo(both);
        assertThat(remove("n5", plan.longField("read", 0)).isOk()).isTrue();
        assertThat(cluster.metadata.loss().slots()).isEqualTo(both);
        both.forEach(slot -> {
            Assignment assignment = cluster.assignment(slot);
            assertThat(assignment.voters()).hasSize(1);
            assertThat(assignment.primary())
                    .isEqualTo(assignment.voters().get(0).node());
            assertThat(assignment.doubtAccepted()).isTrue();
        });
    }

    @Test
    void a_slot_with_a_store_that_is_only_away_waits_for_it() {
        use(2, 4);
        dies("n3");
        dies("n4");
        SlotSet withBoth = slotsOf(List.of("n3", "n4"), List.of());
        SlotSet withOne = slotsOf(List.of("n3"), List.of("n4"));
        assertThat(remove("n3").longField("at-risk", 0)).isEqualTo(withOne.size());
        assertThat(new LostMajorities(cluster.metadata).slots()).isEqualTo(withBoth);
        assertThat(remove("n4").isOk()).isTrue();
        assertThat(new LostMajorities(cluster.metadata).slots().isEmpty()).isTrue();
        withBoth.forEach(slot -> assertThat(cluster.assignment(slot).voters())
                .as("nothing is left, so it begins where it belongs")
                .extracting(Voter::node)
                .containsExactlyInAnyOrder("n1", "n2"));
    }

    @Test
    void who_is_up_or_unknown_is_not_removed_by_force_nor_is_what_was_not_read() {
        assertThat(plan("n5").text()).contains("n5 is UP", "Without --force");
        assertThat(plan("n9").text()).contains("no node n9");
        dies("n5");
        assertThat(remove("n5", cluster.view().epoch() - 1).text()).contains("something changed");
        dies("n4");
        dies("n3");
        assertThat(remove("n5").text()).contains("2 nodes for 3 copies");
        assertThat(cluster.metadata.target().counts("n5")).isTrue();
    }

    @Test
    void a_disk_that_was_given_up_is_not_let_in_again_and_another_one_is() {
        dies("n5");
        remove("n5");
        Reply old = cluster.register(Cluster.registration("n5", 15, "d5").build(), false);
        assertThat(old.isError(ErrorCode.WRONG_CLUSTER)).isTrue();
        assertThat(old.text()).contains("removed from the cluster by force");
        assertThat(cluster.register(Cluster.registration("n5", 16, "e5").build(), false)
                        .isOk())
                .isTrue();
    }

    @Test
    void slots_that_wait_for_another_dead_node_are_counted() {
        dies("n4");
        dies("n5");
        Reply plan = plan("n4");
        assertThat(plan.longField("at-risk", -1)).isZero();
        assertThat(plan.longField("waiting", 0))
                .isEqualTo(slotsOf(List.of("n4", "n5"), List.of()).size());
        remove("n4");
        assertThat(plan("n5").longField("waiting", -1)).isZero();
    }
}
