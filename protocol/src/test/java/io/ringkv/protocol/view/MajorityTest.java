package io.ringkv.protocol.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class MajorityTest {
    @Test
    void itIsMoreThanHalf() {
        assertThat(Majority.of(1)).isEqualTo(1);
        assertThat(Majority.of(2)).isEqualTo(2);
        assertThat(Majority.of(3)).isEqualTo(2);
        assertThat(Majority.of(4)).isEqualTo(3);
        assertThat(Majority.of(5)).isEqualTo(3);
    }

    @Test
    void itIsCountedByDisksNotByNodes() {
        Voter first = new Voter("n1", "a");
        Voter second = new Voter("n2", "b");
        List<Voter> list = List.of(first, second, new Voter("n3", "c"));
        assertThat(Majority.of(list, Set.of(first, second)::contains)).isTrue();
        assertThat(Majority.of(list, Set.of(first, new Voter("n2", "x"))::contains))
                .isFalse();
    }
}
