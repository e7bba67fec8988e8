package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** However many reads ask, the slots that wait and those that are under way are few, and each comes once a second. */
class AskedSlotsTest {
    private static final long SECOND = 1_000_000_000L;

    private final AskedSlots asked = new AskedSlots();

    private List<Integer> takeAll(long now) {
        List<Integer> taken = new ArrayList<>();
        for (Integer slot = asked.take(now); slot != null; slot = asked.take(now)) {
            taken.add(slot);
        }
        return taken;
    }

    private void ask(int... slots) {
        for (int slot : slots) {
            asked.ask(slot);
        }
    }

    @Test
    void slots_come_in_the_order_in_which_they_were_asked_for_and_each_once() {
        ask(7, 3, 7, 5, 3);
        assertThat(takeAll(0)).containsExactly(7, 3, 5);
        assertThat(takeAll(0)).isEmpty();
    }

    @Test
    void more_than_there_is_room_for_do_not_wait() {
        for (int slot = 0; slot < 2 * AskedSlots.SLOTS_MAX; slot++) {
            asked.ask(slot);
        }
        assertThat(takeAll(0)).hasSize(AskedSlots.SLOTS_MAX).endsWith(AskedSlots.SLOTS_MAX - 1);
    }

    @Test
    void nor_are_more_than_that_under_way() {
        for (int slot = 0; slot < AskedSlots.SLOTS_MAX; slot++) {
            asked.ask(slot);
        }
        assertThat(takeAll(0)).hasSize(AskedSlots.SLOTS_MAX);
        ask(5_000, 5_001);
        assertThat(takeAll(0)).isEmpty();
        asked.over(0, 17);
        assertThat(takeAll(0)).containsExactly(5_000);
    }

    @Test
    void one_that_is_under_way_or_was_a_moment_ago_waits_for_a_second() {
        ask(7);
        assertThat(takeAll(0)).containsExactly(7);
        ask(7);
        assertThat(takeAll(9 * SECOND)).as("under way").isEmpty();
        asked.over(9 * SECOND, 7);
        ask(7);
        assertThat(takeAll(10 * SECOND - 1)).as("at rest").isEmpty();
        assertThat(takeAll(10 * SECOND)).containsExactly(7);
    }

    @Test
    void one_that_nobody_asked_for_again_does_not_come_again() {
        ask(7);
        assertThat(takeAll(0)).containsExactly(7);
        asked.over(0, 7);
        assertThat(takeAll(5 * SECOND)).isEmpty();
        ask(7);
        assertThat(takeAll(5 * SECOND)).containsExactly(7);
    }
}
