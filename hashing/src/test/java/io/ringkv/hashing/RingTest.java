package io.ringkv.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.hashing.Ring.VirtualNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.SplittableRandom;

/** Tokens and the walk: the parts of placement that an operator can check by hand with sha256sum. */
class RingTest {

    @ParameterizedTest
    @CsvSource({
        "n1, 0, 23b0a7162318bb7a",
        "n1, 99, bb208880c7efd2c7",
        "n2, 0, fa50ed3896d860a1",
        "n10, 1, 6c403d25eda2ba47",
        "nœud, 7, 18a6dfdbf0102693"
    })
    void aTokenIsTheFirstEightBytesOfASha256(String node, int i, String token) {
        assertThat(Long.toHexString(Ring.token(node, i))).isEqualTo(token);
    }

    @Test
    void slotsStandOnTheCircleAtEqualDistances() {
        assertThat(Ring.positionOf(0)).isZero();
        assertThat(Ring.positionOf(1)).isEqualTo(1L << 50);
        assertThat(Ring.positionOf(8192)).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> Ring.positionOf(16384))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ring.positionOf(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWalkMeetsEveryNodeOnceClockwiseFromTheSlot() {
        Ring ring = Ring.of(Members.numbered(20), RingSettings.DEFAULT);
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < 200; i++) {
            int slot = random.nextInt(Slots.COUNT);
            List<VirtualNode> walk = ring.walk(slot);

            assertThat(walk)
                    .extracting(VirtualNode::node)
                    .doesNotHaveDuplicates()
                    .hasSize(20);
            long position = Ring.positionOf(slot);
            for (int step = 1; step < walk.size(); step++) {
                long before = walk.get(step - 1).token() - position;
                long after = walk.get(step).token() - position;
                assertThat(Long.compareUnsigned(before, after)).isNegative();
            }
            assertThat(walk)
                    .allSatisfy(met ->
                            assertThat(met.token()).isEqualTo(Ring.token(met.node(), met.index())));
        }
    }

    @Test
    void aWalkPastTheLastTokenGoesOnAtTheFirst() {
        Ring ring = Ring.of(Members.numbered(1), new RingSettings(1, 1, 0.1));

        assertThat(ring.walk(0)).isEqualTo(ring.walk(Slots.COUNT - 1)).hasSize(1);
    }

    @Test
    void aRingWithoutMembersHasNobodyToMeet() {
        assertThat(Ring.of(List.of(), RingSettings.DEFAULT).walk(7)).isEmpty();
    }

    @Test
    void twoMembersOfOneNameAreRefused() {
        List<RingMember> members = List.of(RingMember.of("n1"), RingMember.of("n1"));

        assertThatThrownBy(() -> Ring.of(members, RingSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n1");
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1001"})
    void aWeightOutsideItsRangeIsRefused(int weight) {
        assertThatThrownBy(() -> new RingMember("n1", weight, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new RingSettings(0, 100, 0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingSettings(3, 0, 0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingSettings(3, 100, -0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingSettings(3, 100, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingMember("", 1, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
