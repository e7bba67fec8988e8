package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.api.Test;

class BehindTest {
    private static final SlotSet IT = SlotSet.parse("" + SLOT);

    private final SlotTable slots = new SlotTable();
    private final Behind behind = new Behind(new Voter("n1", "d1"), slots);

    @Test
    void a_slot_is_behind_from_the_view_of_a_term_until_it_has_its_label() {
        View term5 = view(5, 5, "n2", "n2");
        assertThat(behind.in(View.none())).isEqualTo(SlotSet.NONE);
        assertThat(behind.in(term5)).isEqualTo(IT);
        slots.get(SLOT).label(5, 0);
        assertThat(behind.in(term5)).isEqualTo(SlotSet.NONE);
        assertThat(behind.in(view(6, 6, "n3", "n2"))).isEqualTo(IT);
    }

    @Test
    void a_slot_is_behind_while_it_is_copied_whatever_its_label() {
        View term5 = view(5, 5, "n2", "n2");
        slots.get(SLOT).label(5, 0);
        assertThat(behind.in(term5)).isEqualTo(SlotSet.NONE);
        slots.get(SLOT).startCopy(5);
        assertThat(behind.in(term5)).isEqualTo(IT);
    }

    @Test
    void a_slot_that_this_disk_is_not_to_hold_is_not_behind() {
        Behind another = new Behind(new Voter("n1", "d9"), slots);
        assertThat(another.in(view(5, 5, "n2", "n2"))).isEqualTo(SlotSet.NONE);
    }
}
