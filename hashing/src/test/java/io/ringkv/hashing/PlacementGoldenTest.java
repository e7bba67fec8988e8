package io.ringkv.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Whole placements, pinned. A change here moves the data of every running cluster: it needs a new placement version,
 * not a new vector.
 */
class PlacementGoldenTest {

    @ParameterizedTest
    @CsvSource({
        "1, 96e8586f299f03a5452d0dc7af0a3caf",
        "2, aa0046943f98fa046d967c102f926828",
        "3, 9df51c9191445eca7dfe45aeb60db37d",
        "10, a1704acaa9429d0f52d636cb066e2cde",
        "100, ab0b24b32eddb80415b18d1a770f1b2d"
    })
    void placementsOfNumberedNodesNeverChange(int nodes, String hash) {
        assertThat(hash(Placement.compute(Members.numbered(nodes), RingSettings.DEFAULT)))
                .isEqualTo(hash);
    }

    @Test
    void placementsWithZonesAndWeightsNeverChange() {
        List<RingMember> members = List.of(
                new RingMember("n1", 1, "a"),
                new RingMember("n2", 2, "a"),
                new RingMember("n3", 3, "b"),
                new RingMember("n4", 1, "b"),
                new RingMember("n5", 2, "c"),
                new RingMember("n6", 1, ""));

        assertThat(hash(Placement.compute(members, RingSettings.DEFAULT)))
                .isEqualTo("b6c2da6b804702230f53f3a81e8c1f8d");
    }

    @Test
    void theFirstSlotsOfThreeNodesReadLikeThis() {
        Placement placement = Placement.compute(Members.numbered(3), RingSettings.DEFAULT);

        assertThat(placement.replicasOf(0)).containsExactly("n3", "n1", "n2");
        assertThat(placement.replicasOf(4489)).containsExactly("n2", "n3", "n1");
        assertThat(placement.replicasOf(16383)).containsExactly("n3", "n1", "n2");
    }

    @Test
    void theOrderOfVisitingSlotsNeverChanges() {
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < Slots.COUNT; i++) {
            order.append(SlotOrder.slotAt(i)).append('\n');
        }

        assertThat(sha256(order)).isEqualTo("d62358ce318c3beac81eea1f4146bfa3");
    }

    private static String hash(Placement placement) {
        StringBuilder lines = new StringBuilder();
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            lines.append(slot)
                    .append(' ')
                    .append(String.join(",", placement.replicasOf(slot)))
                    .append('\n');
        }
        return sha256(lines);
    }

    private static String sha256(StringBuilder text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
