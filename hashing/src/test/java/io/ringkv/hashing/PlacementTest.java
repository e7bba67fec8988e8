package io.ringkv.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What placement promises, over many sets of names: bounded, stable, spread over zones, fair to weights. */
class PlacementTest {
    private static final int NAME_SETS = 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 10, 30, 100})
    void noNodeIsLoadedMoreThanATenthAboveItsShare(int nodes) {
        for (int set = 0; set < NAME_SETS; set++) {
            PlacementStats stats =
                    PlacementStats.of(placement(Members.named("set" + set + "-", nodes)));

            assertThat(stats.busiestPrimary()).isBetween(1.0, 1.11);
            assertThat(stats.busiestReplica()).isBetween(1.0, 1.11);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 100})
    void aJoinMovesLittleMoreThanTheNewNodesShare(int nodes) {
        double[] ratios = new double[NAME_SETS];
        for (int set = 0; set < NAME_SETS; set++) {
            Placement before = placement(Members.named("set" + set + "-", nodes));
            Placement after = placement(Members.named("set" + set + "-", nodes + 1));
            double ideal = PlacementStats.idealMoved(before, after);
            assertThat(ideal).isCloseTo(1.0 / (nodes + 1), within(1e-9));
            ratios[set] = PlacementStats.moved(before, after) / ideal;
        }

        assertThat(median(ratios)).isLessThanOrEqualTo(1.25);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 100})
    void aLeaveMovesLittleMoreThanTheLeaversShare(int nodes) {
        double[] ratios = new double[NAME_SETS];
        for (int set = 0; set < NAME_SETS; set++) {
            Placement before = placement(Members.named("set" + set + "-", nodes));
            Placement after = placement(Members.named("set" + set + "-", nodes - 1));
            ratios[set] =
                    PlacementStats.moved(before, after) / PlacementStats.idealMoved(before, after);
        }

        assertThat(median(ratios)).isLessThanOrEqualTo(1.25);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 3", "4, 3", "7, 3"})
    void everySlotHasAsManyDistinctNodesAsThereAreUpToTheReplicaCount(int nodes, int expected) {
        Placement placement = placement(Members.numbered(nodes));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(placement.replicasOf(slot)).hasSize(expected).doesNotHaveDuplicates();
        }
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        List<RingMember> members = Members.inZones(3, 4, 2);
        Placement expected = placement(members);
        Random random = new Random(9);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(members, random);
            assertThat(PlacementStats.moved(expected, placement(members))).isZero();
            assertSame(expected, placement(members));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,1,1", "2,2,2", "4,3,3", "5,1,1", "10,10,10", "3,3,3,3,3"})
    void withZonesEnoughNoTwoReplicasShareOne(String sizes) {
        Placement placement = placement(Members.inZones(numbers(sizes)));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(zonesOf(placement, slot)).doesNotHaveDuplicates().hasSize(3);
        }
        assertThat(PlacementStats.of(placement).busiestReplica()).isLessThan(1.11);
        assertThat(PlacementStats.of(placement).busiestPrimary()).isLessThan(1.11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3,3", "5,2", "9,2"})
    void withTwoZonesNeitherHoldsAllReplicas(String sizes) {
        Placement placement = placement(Members.inZones(numbers(sizes)));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(zonesOf(placement, slot)).contains("a", "b");
        }
    }

    @Test
    void zonesThatCannotHoldTheirPartGiveWayToOthers() {
        Placement placement =
                Placement.compute(Members.inZones(1, 5), new RingSettings(4, 100, 0.1));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(placement.replicasOf(slot)).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @Test
    void nodesWithoutAZoneAreSpreadAsIfEachWereItsOwn() {
        List<RingMember> named = new ArrayList<>();
        Members.numbered(6).forEach(m -> named.add(new RingMember(m.id(), 1, "zone-of-" + m.id())));

        assertSame(placement(Members.numbered(6)), placement(named));
    }

    @Test
    void aNodeOfDoubleWeightHoldsTwiceAsMuch() {
        List<RingMember> members = Members.numbered(9);
        members.add(new RingMember("big", 2, ""));
        Placement placement = placement(members);
        double primaries = 0;
        double replicas = 0;
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            primaries += placement.replicasOf(slot).get(0).equals("big") ? 1 : 0;
            replicas += placement.replicasOf(slot).contains("big") ? 1 : 0;
        }

        assertThat(primaries / Slots.COUNT).isCloseTo(2.0 / 11, within(0.03));
        assertThat(replicas / Slots.COUNT).isCloseTo(3 * 2.0 / 11, within(0.09));
        assertThat(PlacementStats.of(placement).busiestPrimary()).isLessThan(1.11);
        assertThat(PlacementStats.of(placement).busiestReplica()).isLessThan(1.11);
    }

    @Test
    void aWeightTooLargeForOneCopyOfEachSlotIsSharedByTheOthers() {
        Placement placement = placement(List.of(
                new RingMember("big", 50, ""),
                RingMember.of("x"),
                RingMember.of("y"),
                RingMember.of("z")));

        PlacementStats stats = PlacementStats.of(placement);
        assertThat(stats.busiestReplica()).isLessThan(1.11);
        assertThat(stats.nodes()).isEqualTo(4);
    }

    @Test
    void aBoundOfZeroStillPlacesEverySlot() {
        Placement placement = Placement.compute(Members.numbered(7), new RingSettings(3, 100, 0));
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(placement.replicasOf(slot)).hasSize(3).doesNotHaveDuplicates();
        }
        assertThat(PlacementStats.of(placement).busiestPrimary()).isLessThan(1.001);
    }

    @Test
    void aFirstNodeAndAnEmptyClusterHaveNumbersToo() {
        Placement none = placement(List.of());
        Placement one = placement(Members.numbered(1));

        assertThat(PlacementStats.of(none)).isEqualTo(new PlacementStats(0, 0, 0));
        assertThat(PlacementStats.moved(none, one)).isEqualTo(1);
        assertThat(PlacementStats.idealMoved(none, one)).isEqualTo(1);
        assertThat(PlacementStats.moved(one, none)).isZero();
        assertThat(PlacementStats.idealMoved(one, none)).isZero();
    }

    private static Placement placement(List<RingMember> members) {
        return Placement.compute(members, RingSettings.DEFAULT);
    }

    private static List<String> zonesOf(Placement placement, int slot) {
        return placement.replicasOf(slot).stream().map(id -> id.substring(0, 1)).toList();
    }

    private static void assertSame(Placement expected, Placement actual) {
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            assertThat(actual.replicasOf(slot)).isEqualTo(expected.replicasOf(slot));
        }
    }

    private static int[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
