package io.ringkv.protocol.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ViewChangeTest {
    private static final Assignment ON_N1 = on("n1", 1);
    private static final Assignment ON_N2 = on("n2", 1);

    private static Assignment on(String primary, long term) {
        List<Voter> voters = List.of(new Voter(primary, "d"));
        return new Assignment(term, primary, 1, voters, List.of(), false, List.of());
    }

    private static Member member(String id, MemberState state) {
        return new Member(id, "d", 1, id, 5000, "", 1, state, 0, false);
    }

    private static View view(
            String cluster, long epoch, List<Member> members, Map<Assignment, String> slots) {
        List<View.Share> shares = new ArrayList<>();
        slots.forEach((assignment, theirs) ->
                shares.add(new View.Share(assignment, SlotSet.parse(theirs))));
        return new View(cluster, "", epoch, 1, 100, members, shares, EpochGaps.NONE);
    }

    private static final View BEFORE = view(
            "c",
            7,
            List.of(member("n1", MemberState.UP), member("n2", MemberState.UP)),
            Map.of(ON_N1, "0-9", ON_N2, "10-19"));

    private static String change(View view) {
        return new String(ViewCodec.encodeChange(BEFORE, view), StandardCharsets.UTF_8);
    }

    private static View applied(View before, View view) {
        return ViewCodec.decodeChange(before, ViewCodec.encodeChange(before, view));
    }

    @Test
    void a_change_has_the_members_and_slots_that_are_other_and_nothing_else() {
        View view = view(
                "c",
                8,
                List.of(member("n1", MemberState.UP), member("n2", MemberState.DOWN)),
                Map.of(ON_N1, "0-9", ON_N2, "10-17", on("n1", 8), "18-19"));
        assertThat(change(view).lines())
                .containsExactly(
                        "change 7",
                        "cluster c - 8 1 100",
                        "member n2 d 1 n2 5000 - 1 DOWN 0 whole",
                        "slots 18-19 8 n1 1 n1/d - sure");
        assertThat(ViewCodec.encode(applied(BEFORE, view))).isEqualTo(ViewCodec.encode(view));
    }

    @Test
    void a_change_names_all_coordinators_and_those_that_went_are_gone() {
        View one = withCoordinators(BEFORE, 8, "c1", "c2");
        View other = withCoordinators(BEFORE, 9, "c1", "c3");
        View applied = applied(one, other);
        assertThat(applied.coordinators()).extracting(Coordinator::id).containsExactly("c1", "c3");
        assertThat(ViewCodec.encode(applied)).isEqualTo(ViewCodec.encode(other));
        assertThat(applied(other, withCoordinators(BEFORE, 10)).coordinators()).isEmpty();
    }

    private static View withCoordinators(View view, long epoch, String... ids) {
        List<Coordinator> coordinators = new ArrayList<>();
        for (String id : ids) {
            coordinators.add(new Coordinator(id, id, 5000));
        }
        return new View(
                view.clusterId(),
                "",
                epoch,
                1,
                100,
                view.members(),
                view.shares(),
                EpochGaps.NONE,
                coordinators);
    }

    @Test
    void slots_that_come_to_be_served_as_others_are_share_their_assignment() {
        View view = view("c", 8, BEFORE.members(), Map.of(ON_N1, "0-12", ON_N2, "13-19"));
        View applied = applied(BEFORE, view);
        assertThat(applied.shares()).hasSize(2);
        assertThat(applied.assignment(12)).isSameAs(BEFORE.assignment(0));
    }

    @Test
    void a_change_serves_a_slot_in_one_way() {
        String change =
                "change 7\ncluster c - 8 1 100\nslots 3-5 8 n1 1 n1/d - sure\nslots 5-6 8 n2 1 n2/d - sure\n";
        assertThatThrownBy(() ->
                        ViewCodec.decodeChange(BEFORE, change.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slot 5 is assigned twice");
    }

    @Test
    void shares_that_are_served_alike_are_one() {
        List<View.Share> shares = List.of(
                new View.Share(ON_N1, SlotSet.parse("0-3")),
                new View.Share(on("n1", 1), SlotSet.parse("7-9")));
        View view = new View("c", "", 8, 1, 100, BEFORE.members(), shares, EpochGaps.NONE);
        assertThat(view.shares()).containsExactly(new View.Share(ON_N1, SlotSet.parse("0-3,7-9")));
        assertThat(view.changedSince(BEFORE)).isEqualTo(SlotSet.parse("4-6,10-19"));
    }

    @Test
    void who_is_gone_and_what_nobody_serves_is_said() {
        View view = view("c", 8, List.of(member("n1", MemberState.UP)), Map.of(ON_N1, "0-5"));
        assertThat(change(view)).contains("gone n2\n", "unassigned 6-19\n");
        assertThat(ViewCodec.encode(applied(BEFORE, view))).isEqualTo(ViewCodec.encode(view));
    }

    @Test
    void a_change_is_one_of_that_very_view() {
        View other = view("c", 6, BEFORE.members(), Map.of(ON_N1, "0-9"));
        View foreign = view("other", 7, BEFORE.members(), Map.of(ON_N1, "0-9"));
        View next = view("c", 8, BEFORE.members(), Map.of(ON_N2, "0-9"));
        byte[] change = ViewCodec.encodeChange(BEFORE, next);
        for (View wrong : List.of(other, foreign, next)) {
            assertThatThrownBy(() -> ViewCodec.decodeChange(wrong, change))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a change of the view");
        }
    }

    @Test
    void a_cluster_begins_with_a_change_too() {
        View leapt = view("", 3, List.of(), Map.of());
        View first = view("c", 4, BEFORE.members(), Map.of());
        assertThat(ViewCodec.encode(applied(leapt, first))).isEqualTo(ViewCodec.encode(first));
    }

    @Test
    void a_change_is_no_whole_view_nor_the_other_way_round() {
        byte[] change = ViewCodec.encodeChange(BEFORE, BEFORE);
        assertThatThrownBy(() -> ViewCodec.decode(change))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ViewCodec.decodeChange(BEFORE, ViewCodec.encode(BEFORE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatever_changes_the_result_is_the_view_that_it_came_from() {
        Random random = new Random(17);
        View reached = random(random, 1);
        for (int epoch = 2; epoch < 300; epoch++) {
            View next = random(random, epoch);
            reached = applied(reached, next);
            assertThat(ViewCodec.encode(reached)).isEqualTo(ViewCodec.encode(next));
        }
    }

    private static View random(Random random, long epoch) {
        Map<Assignment, BitSet> slots = new LinkedHashMap<>();
        for (int slot = 0; slot < 40; slot++) {
            if (random.nextInt(8) > 0) {
                Assignment one = on("n" + random.nextInt(3), random.nextInt(3));
                slots.computeIfAbsent(one, a -> new BitSet()).set(slot);
            }
        }
        Map<Assignment, String> text = new LinkedHashMap<>();
        slots.forEach((one, theirs) -> text.put(one, SlotSet.of(theirs).toString()));
        List<Member> members = new ArrayList<>();
        for (String id : List.of("n0", "n1", "n2")) {
            if (random.nextBoolean()) {
                MemberState state = random.nextBoolean() ? MemberState.UP : MemberState.DOWN;
                members.add(member(id, state));
            }
        }
        return view("c", epoch, members, text);
    }
}
