package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Whole clusters from seeds: other ones with every commit, and those that once found something, always. */
@Tag("seeds")
class SeedsTest {
    private static final int SECONDS = 60;

    @Test
    void every_seed_keeps_every_promise() {
        long first = firstSeed();
        int count = Integer.getInteger("ringkv.seeds.count", 300);
        List<Simulation.Outcome> outcomes = LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> new Simulation(SimSettings.draw(seed, SECONDS, Rules.ALL))
                        .run()
                        .summary())
                .toList();
        long operations =
                outcomes.stream().mapToLong(Simulation.Outcome::operations).sum();
        long overlapping =
                outcomes.stream().mapToLong(Simulation.Outcome::overlapping).sum();
        System.out.printf(
                "seeds %d to %d: %d operations, %d%% overlap another on their key%n",
                first, first + count - 1, operations, 100 * overlapping / operations);
        assertThat(outcomes.stream().filter(outcome -> !outcome.passed()).map(Failure::told))
                .isEmpty();
        assertThat(100 * overlapping / operations).isGreaterThanOrEqualTo(30);
    }

    /** Seeds that once found a bug; what each was is told in docs/RELIABILITY.md. */
    @ParameterizedTest
    @ValueSource(
            longs = {3, 46, 172, 52772889, 13202375, 202918804, 266012012, 500004, 147, 107929064})
    void a_seed_that_once_failed_passes(long seed) {
        Simulation.Outcome outcome =
                new Simulation(SimSettings.draw(seed, SECONDS, Rules.ALL)).run();
        assertThat(outcome.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void random_seeds_find_each_rule_that_is_left_out(Rule rule) {
        for (long seed = 1; seed <= 500; seed++) {
            SimSettings settings = SimSettings.draw(seed, SECONDS, Rules.without(rule));
            if (new Simulation(settings).run().damaged()) {
                return;
            }
        }
        throw new AssertionError("no seed shows what rule " + rule + " is for");
    }

    /** What a hunt finds is not the work of what it draws; the other rules draw what one of these does. */
    @ParameterizedTest
    @EnumSource(names = {"E2", "E3", "E4", "I4", "T8"})
    @Tag("long")
    void a_hunt_finds_nothing_while_every_rule_is_kept(Rule rule) {
        for (long seed = 1; seed <= 100; seed++) {
            SimSettings settings =
                    SimSettings.draw(seed, SECONDS, Rules.without(rule)).rules(Rules.ALL);
            assertThat(new Simulation(settings).run().problems())
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    @Test
    void the_same_seed_gives_the_same_run_in_another_process()
            throws IOException, InterruptedException {
        String here = fingerprint(firstSeed());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimCommand.class.getName(),
                        "--seed",
                        Long.toString(firstSeed()),
                        "--seconds",
                        "20")
                .redirectErrorStream(true)
                .start();
        String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(there).contains(here);
    }

    private static String fingerprint(long seed) {
        return String.format(
                "fingerprint %016x",
                new Simulation(SimSettings.draw(seed, 20, Rules.ALL)).run().fingerprint());
    }

    /** From the commit, so that every change is tried on seeds of its own; from the version without one. */
    private static long firstSeed() {
        String root = System.getProperty("ringkv.root", ".");
        try {
            Process git = new ProcessBuilder("git", "-C", root, "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return commit.length() < 8 ? 100 : Long.parseLong(commit.substring(0, 7), 16);
        } catch (IOException e) {
            return 100;
        }
    }
}
