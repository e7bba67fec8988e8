package io.ringkv.simulation;

import io.ringkv.node.core.Rules;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code kv sim}: replays one seed, runs a range, or hunts for a rule that is switched off. */
@Command(
        name = "kv sim",
        mixinStandardHelpOptions = true,
        description =
                "Runs whole clusters on a virtual clock, network and disk, breaks them, and judges the histories.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every seed passed", "2:usage", "9:a seed failed, or a hunt found nothing"
        })
public final class SimCommand implements Callable<Integer> {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Run this one seed and print its trace.")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A..B", description = "Run these seeds, both included.")
    private @Nullable String seeds;

    @Option(
            names = "--hunt",
            paramLabel = "RULE",
            description =
                    "Leave a rule out (E4, T1 or Q1) and run seeds until one shows the damage.")
    private @Nullable String hunt;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "Simulated seconds a seed (default: 60).")
    private long seconds;

    @Option(names = "--trace", description = "Print the trace although the seed passed.")
    private boolean trace;

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimCommand()).execute(args));
    }

    /** The rules with one left out; throws IllegalArgumentException when it cannot be. */
    public static Rules without(String rule) {
        return switch (rule) {
            case "E4" -> new Rules(false, true, true);
            case "T1" -> new Rules(true, false, true);
            case "Q1" -> new Rules(true, true, false);
            default ->
                throw new IllegalArgumentException(
                        "no rule " + rule
                                + " can be left out; choose E4 (fencing), T1 (take-over) or Q1 (confirmation)");
        };
    }

    @Override
    public Integer call() {
        Rules rules;
        long from;
        long to;
        try {
            rules = hunt == null ? Rules.ALL : without(hunt);
            if (seed != null && seeds != null) {
                throw new IllegalArgumentException(
                        "--seed and --seeds are two ways to say it; give one");
            }
            String range = seeds != null ? seeds : seed != null ? seed + ".." + seed : "1..500";
            int dots = range.indexOf("..");
            from = Long.parseLong(dots < 0 ? range : range.substring(0, dots));
            to = Long.parseLong(dots < 0 ? range : range.substring(dots + 2));
            if (to < from || seconds < 1) {
                throw new IllegalArgumentException(
                        "a range of seeds goes up, and a run takes a second or more");
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "; see kv sim --help");
            return 2;
        }
        return run(rules, from, to);
    }

    private int run(Rules rules, long from, long to) {
        int failed = 0;
        for (long number = from; number <= to; number++) {
            long began = System.nanoTime();
            Simulation.Outcome outcome =
                    new Simulation(SimSettings.draw(number, seconds, rules)).run();
            print(outcome, System.nanoTime() - began, from == to);
            failed += outcome.passed() ? 0 : 1;
            if (hunt != null && !outcome.passed()) {
                System.out.println("rule " + hunt + " left out: damage shown by seed " + number);
                return 0;
            }
        }
        if (hunt != null) {
            System.out.println(
                    "rule " + hunt + " left out: no damage in seeds " + from + " to " + to);
            return 9;
        }
        System.out.println((to - from + 1) + " seeds, " + failed + " failed");
        return failed == 0 ? 0 : 9;
    }

    private void print(Simulation.Outcome outcome, long nanos, boolean single) {
        if (single) {
            System.out.println(outcome.settings());
        }
        if (trace || !outcome.passed() && single) {
            outcome.trace().forEach(System.out::println);
        }
        System.out.printf(
                "seed %d: %s, %d operations, %d%% overlapping, %d unknown, %d ms, fingerprint %016x%n",
                outcome.settings().seed(),
                outcome.passed() ? "passed" : "FAILED",
                outcome.operations(),
                outcome.overlapPercent(),
                outcome.unknown(),
                nanos / 1_000_000,
                outcome.fingerprint());
        if (!outcome.passed()) {
            outcome.problems().forEach(problem -> System.out.println("  " + problem));
            System.out.println(
                    "  replay: bin/kv sim --seed " + outcome.settings().seed() + " --seconds "
                            + seconds + (hunt == null ? "" : " --hunt " + hunt));
        }
    }
}
