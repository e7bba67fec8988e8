package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Who inherits a slot whose voters are n1, n2 and n3, in this order. */
class SuccessionTest {
    private final Cluster cluster = Cluster.formed(3, 4);
    private final Succession succession = new Succession(cluster.watch);
    private int slot;

    @BeforeEach
    void a_slot_of_the_first_three() {
        slot = cluster.slotOf("n1", "n2", "n3");
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n1");
    }

    private String heirOf(String gone) {
        List<MetadataRecord> records = succession.heirsOf(cluster.view(), gone);
        if (!records.isEmpty()) {
            cluster.apply(records);
        }
        return cluster.assignment(slot).primary();
    }

    @Test
    void the_next_voter_in_ring_order_inherits() {
        assertThat(heirOf("n1")).isEqualTo("n2");
    }

    @Test
    void a_voter_that_is_behind_in_the_slot_is_passed_over() {
        cluster.watch.of("n2").behind = SlotSet.parse(Integer.toString(slot));
        assertThat(heirOf("n1")).isEqualTo("n3");
    }

    @Test
    void a_voter_that_is_behind_elsewhere_is_not_passed_over() {
        cluster.watch.of("n2").behind = SlotSet.parse(Integer.toString((slot + 1) % SlotSet.SLOTS));
        assertThat(heirOf("n1")).isEqualTo("n2");
    }

    @Test
    void when_all_are_behind_the_first_of_them_inherits() {
        cluster.watch.of("n2").behind = SlotSet.parse("0-16383");
        cluster.watch.of("n3").behind = SlotSet.parse("0-16383");
        assertThat(heirOf("n1")).isEqualTo("n2");
    }

    @Test
    void a_voter_that_is_down_does_not_inherit() {
        cluster.apply(cluster.membership.down("n2"));
        assertThat(heirOf("n1")).isEqualTo("n3");
    }

    @Test
    void a_voter_whose_disk_was_replaced_does_not_inherit() {
        cluster.register(Cluster.registration("n2", 12, "new").build(), false);
        assertThat(heirOf("n1")).isEqualTo("n3");
    }

    @Test
    void a_doubtful_store_inherits_only_where_doubt_is_accepted() {
        cluster.apply(List.of(new MetadataRecord.MemberDoubt("n2", true)));
        View view = cluster.view();
        List<MetadataRecord> accepted =
                succession.heirs(view, this::ifOurs, id -> !id.equals("n1"), true);
        assertThat(heirOf("n1")).isEqualTo("n3");
        cluster.apply(accepted);
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n2");
    }

    private SlotSet ifOurs(View.Share share) {
        return share.slots().contains(slot) ? share.slots() : SlotSet.NONE;
    }

    @Test
    void a_slot_that_nobody_can_take_keeps_its_primary_and_its_term() {
        long term = cluster.assignment(slot).term();
        cluster.apply(List.of(
                new MetadataRecord.MemberDoubt("n2", true),
                new MetadataRecord.MemberDoubt("n3", true)));
        assertThat(heirOf("n1")).isEqualTo("n1");
        assertThat(cluster.assignment(slot).term()).isEqualTo(term);
    }

    @Test
    void all_slots_of_a_node_change_hands_in_one_record_that_names_each_heir_once() {
        List<MetadataRecord> records = succession.heirsOf(cluster.view(), "n1");
        assertThat(records).hasSize(1);
        MetadataRecord.PrimariesChanged changed = (MetadataRecord.PrimariesChanged) records.get(0);
        assertThat(changed.heirs())
                .extracting(MetadataRecord.PrimariesChanged.Heir::node)
                .doesNotHaveDuplicates()
                .isSubsetOf("n2", "n3", "n4");
        int slots =
                changed.heirs().stream().mapToInt(heir -> heir.slots().size()).sum();
        assertThat(slots).isEqualTo(cluster.primariesOf("n1").size());
    }

    // ---- given away by the primary itself

    private void gives(String from, long incarnation, String heir, SlotSet slots) {
        List<MetadataRecord> records = succession.given(
                cluster.view(),
                from,
                incarnation,
                SlotGifts.parse((heir + " " + slots).getBytes(StandardCharsets.US_ASCII)));
        if (!records.isEmpty()) {
            cluster.apply(records);
        }
    }

    private SlotSet here() {
        return SlotSet.parse(Integer.toString(slot));
    }

    @Test
    void a_primary_gives_a_slot_to_a_voter_that_it_names() {
        gives("n1", 1, "n3", here());
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n3");
    }

    @Test
    void only_its_primary_gives_a_slot_away_and_only_this_incarnation() {
        gives("n2", 2, "n3", here());
        gives("n1", 9, "n3", here());
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n1");
    }

    @Test
    void nothing_is_given_to_who_is_no_voter_or_down_or_unwell() {
        gives("n1", 1, "n4", here());
        cluster.watch.of("n2").sick = "leaving";
        gives("n1", 1, "n2", here());
        cluster.watch.of("n3").turnAge = 2_000_000_000L;
        gives("n1", 1, "n3", here());
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n1");
    }

    @Test
    void of_what_is_given_the_part_that_fits_changes_hands() {
        gives("n1", 1, "n2", SlotSet.parse("0-16383"));
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n2");
        assertThat(cluster.slotsWhere(a -> a.primary().equals("n2") && a.voter("n2") == null)
                        .isEmpty())
                .isTrue();
    }

    // ---- unwell

    @Test
    void who_is_unwell_inherits_only_when_nobody_else_can() {
        cluster.watch.of("n2").sick = "disk-full";
        assertThat(heirOf("n1")).isEqualTo("n3");
        cluster.watch.of("n1").sick = "disk-full";
        assertThat(heirOf("n3")).isIn("n1", "n2");
    }

    @Test
    void the_slots_of_a_node_that_stands_still_go_only_to_who_is_well() {
        cluster.watch.of("n2").turnAge = 2_000_000_000L;
        cluster.apply(succession.relieved(cluster.view(), "n1"));
        assertThat(cluster.assignment(slot).primary()).isEqualTo("n3");
        cluster.watch.of("n1").turnAge = 2_000_000_000L;
        assertThat(succession.relieved(cluster.view(), "n3"))
                .allSatisfy(record -> assertThat(((MetadataRecord.PrimariesChanged) record).heirs())
                        .extracting(MetadataRecord.PrimariesChanged.Heir::node)
                        .containsOnly("n4"));
    }
}
