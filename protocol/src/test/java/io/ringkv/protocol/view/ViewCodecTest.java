package io.ringkv.protocol.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

class ViewCodecTest {
    private static final Voter N1 = new Voter("n1", "d1");
    private static final Voter N2 = new Voter("n2", "d2");

    private static View view() {
        Assignment even = new Assignment(7, "n1", 42, List.of(N1, N2), List.of(), false, List.of());
        Assignment odd = new Assignment(
                9, "n2", 43, List.of(N2), List.of(N1), true, List.of(List.of(N1), List.of(N1, N2)));
        BitSet evenSlots = new BitSet();
        BitSet oddSlots = new BitSet();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            (slot % 2 == 0 ? evenSlots : oddSlots).set(slot);
        }
        List<View.Share> shares = List.of(
                new View.Share(odd, SlotSet.of(oddSlots)),
                new View.Share(even, SlotSet.of(evenSlots)));
        Member n1 = new Member("n1", "d1", 42, "127.0.0.1", 5001, "a", 2, MemberState.UP, 3, false);
        Member n2 = new Member("n2", "d2", 43, "::1", 5002, "", 1, MemberState.DOWN, 0, true);
        return new View(
                "c1",
                "",
                9,
                3,
                100,
                List.of(n1, n2),
                shares,
                new EpochGaps(List.of(new EpochGaps.Gap(3, 5), new EpochGaps.Gap(7, 7))),
                List.of(new Coordinator("c1", "10.0.0.1", 5000), new Coordinator("c2", "::1", 6)));
    }

    @Test
    void a_view_comes_back_as_it_was() {
        View view = view();
        View decoded = ViewCodec.decode(ViewCodec.encode(view));
        assertThat(decoded.members()).isEqualTo(view.members());
        assertThat(decoded.epoch()).isEqualTo(9);
        assertThat(decoded.clusterId()).isEqualTo("c1");
        assertThat(decoded.clusterName()).isEmpty();
        assertThat(decoded.coordinators()).isEqualTo(view.coordinators()).hasSize(2);
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            assertThat(decoded.assignment(slot)).isEqualTo(view.assignment(slot));
        }
    }

    @Test
    void a_view_from_before_coordinators_were_named_names_none() {
        String before = "cluster c n 1 3 100\nmember n1 d1 1 h 1 - 1 UP 0 whole\n";
        View decoded = ViewCodec.decode(before.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.coordinators()).isEmpty();
        assertThat(decoded.members()).hasSize(1);
    }

    @Test
    void slots_that_are_served_alike_share_one_assignment() {
        View decoded = ViewCodec.decode(ViewCodec.encode(view()));
        assertThat(decoded.assignment(0)).isSameAs(decoded.assignment(16382));
    }

    @Test
    void a_view_before_the_cluster_has_formed_has_no_assignments() {
        View decoded = ViewCodec.decode(ViewCodec.encode(View.none()));
        assertThat(decoded.formed()).isFalse();
        assertThat(decoded.primaryOf(5)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cluster c",
                "nonsense here",
                "cluster c n 1 3 100\nmember n1 d1",
                "cluster c n 1 3 100\ncoordinator c1 host",
                "cluster c n 1 3 100\ncoordinator c1 host port",
                "cluster c n 1 3 100\nmember n1 d1 1 h 1 - 1 UP 0 doubt",
                "cluster c n 1 3 100\nslots 0-9 1 n1 1 n1/d1 - doubt",
                "cluster c n 1 3 100\nslots 0-9 1 n1 1 n1/d1 - sure\nslots 9 1 n1 2 n1/d1 - sure"
            })
    void what_is_not_a_view_is_refused(String text) {
        assertThatThrownBy(() -> ViewCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_set_of_slots_is_printed_as_ranges() {
        BitSet bits = new BitSet();
        bits.set(0, 13);
        bits.set(15);
        bits.set(16380, 16384);
        assertThat(SlotSet.of(bits)).hasToString("0-12,15,16380-16383");
        assertThat(SlotSet.parse("0-12,15,16380-16383")).isEqualTo(SlotSet.of(bits));
        assertThat(SlotSet.parse("-").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5-3", "16384", "0-16384", "x", "", "1,,2"})
    void what_is_not_a_set_of_slots_is_refused(String text) {
        assertThatThrownBy(() -> SlotSet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void terms_of_slots_come_back_sorted_by_term() {
        SlotTerms terms = new SlotTerms();
        terms.add(7, 3);
        terms.add(1, 2);
        terms.add(8, 3);
        List<SlotTerms.Entry> entries = SlotTerms.decode(terms.encode());
        assertThat(entries)
                .containsExactly(
                        new SlotTerms.Entry(2, SlotSet.parse("1")),
                        new SlotTerms.Entry(3, SlotSet.parse("7-8")));
    }
}
