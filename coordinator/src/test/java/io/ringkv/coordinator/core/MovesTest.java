package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** Three nodes hold everything, and a fourth is counted from now on. */
class MovesTest {
    private static final Voter N4 = new Voter("n4", "d4");

    private final Cluster cluster = Cluster.formed(3, 3);
    private final Moves moves = cluster.moves;

    @BeforeEach
    void a_fourth_is_counted() {
        cluster.allActive();
        cluster.join("n4");
        count();
    }

    private void count() {
        Target target = cluster.metadata.target();
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                target.withMembers(Placing.ringMembers(cluster.view().members())))));
    }

    private void begin() {
        cluster.apply(moves.next());
    }

    private SlotSet moving() {
        return cluster.slotsWhere(a -> !a.next().isEmpty());
    }

    private int aSlotThatN4Gets() {
        return cluster.slotsWhere(a -> a.learners().contains(N4)).first();
    }

    private Decision promote(int slot) {
        Assignment now = cluster.assignment(slot);
        return moves.promote(
                now.primary(),
                now.primaryIncarnation(),
                List.of(new SlotTerms.Entry(now.term(), SlotSet.parse("" + slot))));
    }

    @Test
    void its_share_of_the_slots_gets_another_list_in_the_same_term_and_once() {
        long term = cluster.assignment(0).term();
        begin();
        SlotSet gets = cluster.slotsWhere(a -> a.learners().contains(N4));
        assertThat(gets.size()).isBetween(11_000, 13_600);
        assertThat(cluster.slotsWhere(a -> a.term() == term)).isEqualTo(SlotSet.ALL);
        assertThat(cluster.slotsWhere(a -> a.voters().contains(N4)).isEmpty()).isTrue();
        assertThat(moves.next()).isEmpty();
    }

    @Test
    void so_many_begin_at_once_and_more_when_half_of_them_are_done() {
        Moves few = new Moves(cluster.metadata, cluster.watch, 100);
        cluster.apply(few.next());
        assertThat(moving().size()).isEqualTo(100);
        SlotSet first = moving();
        first.forEach(slot -> {
            if (moving().size() > 51) {
                cluster.apply(promote(slot).records());
            }
        });
        assertThat(few.next()).isEmpty();
        cluster.apply(promote(moving().first()).records());
        cluster.apply(few.next());
        assertThat(moving().size()).isEqualTo(100);
        assertThat(moving().without(first).size()).isEqualTo(50);
    }

    @Test
    void what_waits_for_a_node_that_is_away_takes_nobodys_room() {
        Moves few = new Moves(cluster.metadata, cluster.watch, 100);
        cluster.apply(few.next());
        cluster.apply(cluster.membership.down("n4"));
        cluster.join("n5");
        count();
        cluster.apply(few.next());
        assertThat(cluster.slotsWhere(a ->
                        a.learners().stream().anyMatch(voter -> voter.node().equals("n5"))))
                .matches(slots -> slots.size() >= 50);
    }

    @Test
    void nothing_begins_before_the_last_change_is_active() {
        begin();
        int slot = aSlotThatN4Gets();
        cluster.apply(promote(slot).records());
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                cluster.metadata.target().withLeaving("n4", Target.Leaving.DRAINS))));
        cluster.apply(moves.next());
        assertThat(cluster.assignment(slot).next()).isEmpty();
        cluster.allActive();
        cluster.apply(moves.next());
        assertThat(cluster.assignment(slot).next()).isNotEmpty().doesNotContain(N4);
    }

    @Test
    void the_primary_of_the_term_says_when_and_stays_it_if_the_list_has_it() {
        begin();
        int slot = aSlotThatN4Gets();
        Assignment before = cluster.assignment(slot);
        Decision notIts = moves.promote(
                "n4", 4, List.of(new SlotTerms.Entry(before.term(), SlotSet.parse("" + slot))));
        assertThat(notIts.reply().isError()).isTrue();
        cluster.apply(promote(slot).records());
        Assignment after = cluster.assignment(slot);
        assertThat(after.voters()).isEqualTo(before.next());
        assertThat(after.next()).isEmpty();
        assertThat(after.priorLists()).containsExactly(before.voters());
        boolean stays =
                after.voters().stream().anyMatch(voter -> voter.node().equals(before.primary()));
        assertThat(after.primary().equals(before.primary())).isEqualTo(stays);
        Decision late = moves.promote(
                before.primary(),
                before.primaryIncarnation(),
                List.of(new SlotTerms.Entry(before.term(), SlotSet.parse("" + slot))));
        assertThat(late.records()).as("a change of an older term").isEmpty();
    }

    @Test
    void a_primary_that_moves_away_is_followed_by_a_sound_one() {
        begin();
        int slot = cluster.slotsWhere(a -> !a.next().isEmpty()
                        && a.next().stream().noneMatch(voter -> voter.node().equals(a.primary())))
                .first();
        cluster.watch.of(cluster.assignment(slot).next().get(0).node()).sick = "disk-full";
        cluster.apply(promote(slot).records());
        assertThat(cluster.assignment(slot).primary())
                .isEqualTo(cluster.assignment(slot).voters().get(1).node());
    }

    @Test
    void a_target_that_has_changed_gives_the_move_up_in_a_new_term() {
        begin();
        int slot = aSlotThatN4Gets();
        Assignment before = cluster.assignment(slot);
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                cluster.metadata.target().withLeaving("n4", Target.Leaving.DRAINS))));
        cluster.apply(moves.next());
        Assignment after = cluster.assignment(slot);
        assertThat(after.term()).isGreaterThan(before.term());
        assertThat(after.voters()).isEqualTo(before.voters());
        assertThat(moving().isEmpty()).isTrue();
    }

    @Test
    void a_move_is_given_up_under_a_primary_that_still_has_its_disk() {
        begin();
        int slot = cluster.slotsWhere(
                        a -> a.learners().contains(N4) && a.primary().equals("n1"))
                .first();
        cluster.register(Cluster.registration("n1", 11, "new").build(), false);
        cluster.apply(cluster.membership.up("n1"));
        cluster.apply(List.of(
                new MetadataRecord.MoveBegun(
                        List.of(N4, new Voter("n2", "d2"), new Voter("n3", "d3")),
                        SlotSet.parse("" + slot)),
                new MetadataRecord.TargetSet(
                        cluster.metadata.target().withLeaving("n4", Target.Leaving.DRAINS))));
        cluster.apply(moves.next());
        assertThat(cluster.assignment(slot).next()).isEmpty();
        assertThat(cluster.assignment(slot).primary()).isNotEqualTo("n1");
    }

    @Test
    void a_learner_that_is_away_is_waited_for() {
        begin();
        SlotSet before = moving();
        cluster.apply(cluster.membership.down("n4"));
        assertThat(moves.next()).isEmpty();
        assertThat(moving()).isEqualTo(before);
    }

    @Test
    void nobody_becomes_a_learner_while_it_is_away() {
        cluster.apply(cluster.membership.down("n4"));
        begin();
        assertThat(cluster.slotsWhere(a -> a.next().contains(N4)).isEmpty()).isTrue();
        cluster.apply(cluster.membership.up("n4"));
        begin();
        assertThat(cluster.slotsWhere(a -> a.next().contains(N4)).isEmpty()).isFalse();
    }

    @Test
    void no_list_follows_most_of_which_is_away() {
        cluster.apply(cluster.membership.down("n1"));
        cluster.apply(cluster.membership.down("n4"));
        cluster.allActive();
        cluster.apply(
                List.of(new MetadataRecord.TargetSet(cluster.metadata.target().withReplicas(2))));
        begin();
        SlotSet lost = cluster.slotsWhere(
                a -> a.next().size() == 2 && a.next().contains(new Voter("n1", "d1")));
        assertThat(lost.isEmpty()).as("n1 and one more would need n1").isTrue();
    }

    @Test
    void a_list_whose_nodes_have_gone_meanwhile_is_not_promoted() {
        begin();
        int slot = aSlotThatN4Gets();
        Assignment now = cluster.assignment(slot);
        now.next().stream()
                .filter(voter -> !voter.node().equals(now.primary()))
                .forEach(voter ->
                        cluster.apply(List.of(new MetadataRecord.MemberDoubt(voter.node(), true))));
        assertThat(promote(slot).records()).isEmpty();
    }

    @Test
    void what_is_paused_begins_nothing_and_what_is_cancelled_ends_what_has_begun() {
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                cluster.metadata.target().withMode(Target.Mode.PAUSED))));
        assertThat(moves.next()).isEmpty();
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                cluster.metadata.target().withMode(Target.Mode.RUNNING))));
        begin();
        cluster.apply(List.of(new MetadataRecord.TargetSet(
                cluster.metadata.target().withMode(Target.Mode.CANCELLED))));
        cluster.apply(moves.next());
        assertThat(moving().isEmpty()).isTrue();
        assertThat(moves.next()).isEmpty();
    }

    @Test
    void a_node_with_another_disk_takes_its_own_place() {
        begin();
        cluster.register(Cluster.registration("n1", 11, "new").build(), false);
        cluster.apply(cluster.membership.up("n1"));
        cluster.allActive();
        cluster.apply(moves.next());
        cluster.allActive();
        cluster.apply(moves.next());
        Voter here = new Voter("n1", "new");
        SlotSet places = cluster.slotsWhere(a -> a.next().contains(here));
        assertThat(places.size()).isGreaterThan(10_000);
    }

    // ---- what may be dropped

    private SlotSet released(Voter disk, int slot) {
        Reply reply = moves.release(
                disk,
                List.of(new SlotTerms.Entry(
                        cluster.assignment(slot).term(), SlotSet.parse("" + slot))));
        List<SlotTerms.Entry> terms = SlotTerms.decode(Objects.requireNonNull(reply.block()));
        return terms.isEmpty() ? SlotSet.NONE : terms.get(0).slots();
    }

    @Test
    void a_disk_may_drop_a_slot_once_the_term_without_it_is_active() {
        begin();
        int slot = aSlotThatN4Gets();
        Voter leaves = cluster.assignment(slot).voters().stream()
                .filter(voter -> !cluster.assignment(slot).next().contains(voter))
                .findFirst()
                .orElseThrow();
        assertThat(released(leaves, slot)).as("it is a voter").isEqualTo(SlotSet.NONE);
        cluster.apply(promote(slot).records());
        assertThat(released(leaves, slot)).as("a take-over may need it").isEqualTo(SlotSet.NONE);
        cluster.allActive();
        assertThat(released(leaves, slot)).isEqualTo(SlotSet.parse("" + slot));
        assertThat(released(N4, slot)).isEqualTo(SlotSet.NONE);
        assertThat(moves.isNeeded(cluster.member("n4"))).isTrue();
    }
}
