package io.ringkv.protocol.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class ViewTest {
    private static Assignment term(long term) {
        return new Assignment(
                term, "n1", 1, List.of(new Voter("n1", "d1")), List.of(), false, List.of());
    }

    private static View.Share share(long term, String slots) {
        return new View.Share(term(term), SlotSet.parse(slots));
    }

    private static View view(View.Share... shares) {
        return new View("c", "", 1, 1, 100, List.of(), List.of(shares), EpochGaps.NONE);
    }

    @Test
    void shares_are_in_the_order_of_their_first_slots() {
        View view = view(share(2, "7-9"), share(1, "0,20"));
        assertThat(view.shares()).containsExactly(share(1, "0,20"), share(2, "7-9"));
        assertThat(view.assignment(20)).isEqualTo(term(1));
        assertThat(view.assignment(8)).isEqualTo(term(2));
        assertThat(view.assignment(10)).isNull();
        assertThat(view.slots()).isEqualTo(SlotSet.parse("0,7-9,20"));
    }

    @Test
    void a_slot_is_served_in_one_way() {
        assertThatThrownBy(() -> view(share(1, "0-5"), share(2, "5-9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slot 5");
    }

    @Test
    void what_changed_is_told_by_slots_however_they_are_shared() {
        View before = view(share(1, "0-9"), share(2, "10-19"), share(3, "30"));
        View after = view(share(2, "5-14"), share(1, "0-4,15-19"), share(4, "40"));
        assertThat(after.changedSince(before)).isEqualTo(SlotSet.parse("5-9,15-19,30,40"));
        assertThat(before.changedSince(after)).isEqualTo(after.changedSince(before));
        assertThat(after.changedSince(after).isEmpty()).isTrue();
        assertThat(after.changedSince(View.none())).isEqualTo(after.slots());
    }
}
