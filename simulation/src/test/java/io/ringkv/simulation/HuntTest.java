package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.stream.LongStream;

/** What hunts draw; that they find something is the matter of {@link SeedsTest}. */
class HuntTest {
    @ParameterizedTest
    @EnumSource
    void a_hunt_leaves_to_chance_what_happens_and_draws_the_same_again_from_the_same_seed(
            Rule rule) {
        assertThat(hunting(7, rule)).hasToString(hunting(7, rule).toString());
        assertThat(LongStream.range(0, 20).mapToObj(seed -> hunting(seed, rule).workload()))
                .doesNotHaveDuplicates();
        assertThat(LongStream.range(0, 20)
                        .mapToObj(seed -> hunting(seed, rule).faults())
                        .distinct())
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource
    void clients_of_a_hunt_do_no_more_than_everything(Rule rule) {
        assertThat(LongStream.range(0, 1_000)
                        .map(seed -> hunting(seed, rule).workload().deletePercent()))
                .allMatch(deletes -> deletes >= 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"APART", "SPLIT", "RELOCATE"})
    void what_is_rare_happens_to_a_seed_of_six_that_hunts_for_nothing(Fault fault) {
        assertThat(LongStream.range(0, 1_200)
                        .mapToObj(seed -> SimSettings.draw(seed, 60, Rules.ALL).faults())
                        .filter(faults -> faults.has(fault))
                        .count())
                .isBetween(150L, 250L);
    }

    /** With fewer copies than three, the disk that is given up may have been half of them. */
    @Test
    void nodes_are_removed_where_three_copies_are_kept() {
        assertThat(LongStream.range(0, 1_200)
                        .mapToObj(seed -> SimSettings.draw(seed, 60, Rules.ALL))
                        .filter(settings -> settings.faults().has(Fault.REMOVE)))
                .hasSizeGreaterThan(50)
                .allMatch(settings -> settings.cluster().replicas() >= 3);
    }

    private static SimSettings hunting(long seed, Rule rule) {
        return SimSettings.draw(seed, 60, Rules.without(rule));
    }
}
