package io.ringkv.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.simulation.history.Operation.Kind;
import io.ringkv.simulation.history.Operation.Status;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the checker says beside what the definition says, and how large a history may be. */
class RandomHistoriesTest {
    private static final int HISTORIES = 10_000;
    private static final int LARGE = 200_000;

    private static RandomHistories small(Random random) {
        return new RandomHistories(
                1 + random.nextInt(5),
                random.nextInt(4),
                random.nextInt(3) * 20,
                30 + random.nextInt(70));
    }

    @Test
    void it_agrees_with_the_definition() {
        int bad = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            List<Operation> history = small(random).draw(random, "k", 1 + random.nextInt(8));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                history = RandomHistories.mutated(random, history);
            }
            List<Operation> drawn = history;
            boolean linearizable = BruteForce.linearizable(history);
            bad += linearizable ? 0 : 1;
            KeyHistory key = KeyHistory.of(history);
            assertThat(Search.unexplained(key, Budget.standard()) == null)
                    .as(() -> drawn.toString())
                    .isEqualTo(linearizable);
            assertThat(new Search(key, Effort.ALL, Budget.standard()).unexplained() == null)
                    .as(() -> "all of " + drawn)
                    .isEqualTo(linearizable);
        }
        assertThat(bad).as("histories of both kinds").isBetween(HISTORIES / 10, HISTORIES / 2);
    }

    /** Few values, and so much unknown that it takes counting to tell: what each effort says beside the definition. */
    @Test
    void it_agrees_with_the_definition_where_the_unknown_must_be_counted() {
        int bad = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            BusyHistories busy = new BusyHistories(
                    3 + random.nextInt(4),
                    1 + random.nextInt(3),
                    30 + random.nextInt(40),
                    60 + random.nextInt(30),
                    random.nextInt(90),
                    300);
            List<Operation> drawn = busy.draw(random, 5 + random.nextInt(4));
            List<Operation> history = busy.withOtherAnswers(random, drawn, 0, random.nextInt(4));
            boolean linearizable = BruteForce.linearizable(history);
            bad += linearizable ? 0 : 1;
            assertThat(Search.unexplained(KeyHistory.of(history), Budget.standard()) == null)
                    .as(history::toString)
                    .isEqualTo(linearizable);
            assertThat(explained(history, Effort.ALL))
                    .as(() -> "all of " + history)
                    .isEqualTo(linearizable);
            if (linearizable) {
                assertThat(explained(history, Effort.TOO_MUCH))
                        .as(history::toString)
                        .isTrue();
                assertThat(explained(history, Effort.BY_WEIGHT))
                        .as(history::toString)
                        .isTrue();
            } else {
                assertThat(explained(history, Effort.MORE_HELPED))
                        .as(history::toString)
                        .isFalse();
                assertThat(explained(history, Effort.LIGHTEST))
                        .as(history::toString)
                        .isFalse();
            }
        }
        assertThat(bad).as("histories of both kinds").isBetween(HISTORIES / 10, HISTORIES / 2);
    }

    private static boolean explained(List<Operation> history, Effort effort) {
        return new Search(KeyHistory.of(history), effort, Budget.standard()).unexplained() == null;
    }

    @Test
    void what_it_names_is_the_first_return_that_the_definition_cannot_explain() {
        for (int seed = 0; seed < HISTORIES / 10; seed++) {
            Random random = new Random(seed);
            List<Operation> history = small(random).draw(random, "k", 1 + random.nextInt(8));
            history = RandomHistories.mutated(random, history);
            for (Linearizability.Violation violation : Linearizability.check(history)) {
                long named = violation.unexplained().returned();
                assertThat(BruteForce.linearizable(until(history, named)))
                        .as("seed " + seed + ": " + violation)
                        .isFalse();
                assertThat(BruteForce.linearizable(until(history, named - 1)))
                        .as("seed " + seed + ": " + violation)
                        .isTrue();
            }
        }
    }

    /** What was known at a moment. */
    private static List<Operation> until(List<Operation> history, long moment) {
        List<Operation> part = new ArrayList<>();
        for (Operation one : history) {
            if (one.returned() <= moment) {
                part.add(one);
            } else if (one.called() <= moment && one.status() != Status.CONFLICT) {
                part.add(new Operation(
                        one.client(),
                        one.kind(),
                        one.key(),
                        one.input(),
                        one.expect(),
                        null,
                        Status.UNKNOWN,
                        one.called(),
                        Long.MAX_VALUE));
            }
        }
        return part;
    }

    @Test
    void a_large_history_of_many_keys_is_judged() {
        Random random = new Random(1);
        RandomHistories histories = new RandomHistories(15, 0, 1, 60);
        List<Operation> all = new ArrayList<>();
        for (int key = 0; key < 50; key++) {
            all.addAll(histories.draw(random, "k" + key, LARGE / 50));
        }
        assertThat(Linearizability.check(all)).isEmpty();
    }

    @Test
    void a_large_history_of_one_key_is_judged_good_or_bad() {
        Random random = new Random(2);
        List<Operation> all = new RandomHistories(15, 0, 1, 60).draw(random, "k", LARGE);
        assertThat(Linearizability.check(all)).isEmpty();

        Operation last = all.get(LARGE - 1);
        Operation stale = new Operation(
                99,
                Kind.GET,
                "k",
                null,
                null,
                all.stream()
                        .filter(one -> one.kind() == Kind.PUT)
                        .findFirst()
                        .orElseThrow()
                        .input(),
                Status.OK,
                last.called(),
                last.called() + 1);
        all.add(stale);
        assertThat(Linearizability.check(all))
                .singleElement()
                .satisfies(one -> assertThat(one.unexplained()).isSameAs(stale));
    }

    @Test
    void a_large_history_of_few_values_and_many_unknown_outcomes_is_judged() {
        Random random = new Random(0);
        BusyHistories busy = new BusyHistories(10, 5, 20, 60, 30, 300);
        List<Operation> all = busy.draw(random, LARGE);
        assertThat(Linearizability.check(all)).isEmpty();
    }

    /** Near the limit between the two kinds, where neither a few orders explain it nor ignoring the counts refutes it. */
    @Test
    void histories_that_the_unknown_hardly_explains_or_hardly_not_are_judged() {
        BusyHistories busy = new BusyHistories(10, 5, 5, 60, 30, 300);
        int bad = 0;
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            List<Operation> drawn = busy.draw(random, 1_000);
            List<Operation> history = busy.withOtherAnswers(random, drawn, 500, 100 + 40 * seed);
            KeyHistory key = KeyHistory.of(history);
            bad += Search.unexplained(key, Budget.standard()) == null ? 0 : 1;
        }
        assertThat(bad).as("histories of both kinds").isBetween(1, 2);
    }

    @Test
    void where_it_would_take_too_long_there_is_no_verdict() {
        Random random = new Random(3);
        List<Operation> history = new RandomHistories(20, 2, 10, 90).draw(random, "k", 500);
        assertThatThrownBy(
                        () -> new Search(KeyHistory.of(history), Effort.ALL, new Budget(1_000, 500))
                                .unexplained())
                .isInstanceOf(GaveUpException.class);
    }
}
