package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CutsTest {
    private final World world = new World(1);
    private final SimHost one = new SimHost(world, "n1", 1, 0);
    private final SimHost other = new SimHost(world, "n2", 1, 0);
    private final SimHost third = new SimHost(world, "n3", 1, 0);
    private final List<String> passed = new ArrayList<>();
    private final Cuts cuts = new Cuts(Runnable::run);

    @Test
    void a_cut_is_of_one_direction() {
        cuts.cut(one, other);
        assertThat(cuts.isCut(one, other)).isTrue();
        assertThat(cuts.isCut(other, one)).isFalse();
    }

    @Test
    void two_that_are_healed_get_what_waited_for_them_in_its_order_and_others_wait_on() {
        cuts.cutApart(one, other);
        cuts.cutApart(one, third);
        cuts.hold(one, other, () -> passed.add("first"));
        cuts.hold(third, one, () -> passed.add("of the third"));
        cuts.hold(other, one, () -> passed.add("second"));
        cuts.heal(other, one);
        assertThat(passed).containsExactly("first", "second");
        assertThat(cuts.isCut(one, other)).isFalse();
        assertThat(cuts.isCut(third, one)).isTrue();
        cuts.healAll();
        assertThat(passed).containsExactly("first", "second", "of the third");
        assertThat(cuts.any()).isFalse();
    }
}
