package io.ringkv.simulation;

import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;
import io.ringkv.simulation.history.HistoryFile;
import io.ringkv.simulation.history.UsageLine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code kv sim}: replays one seed, runs a range, or hunts for a rule that is left out. */
@Command(
        name = "kv sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs whole clusters on a virtual clock, network and disk, breaks them, and judges what they"
                        + " answered. A seed draws everything that its run varies; options that say how"
                        + " many or which override what was drawn.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every seed passed", "2:usage", "9:a seed failed, or a hunt found nothing"
        })
public final class SimCommand implements Callable<Integer> {
    private static final int FOUND_PROBLEMS = 9;
    private static final int NODES_MAX = 50;
    private static final int COORDINATORS_MAX = 7;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Run this one seed, and print what it drew.")
    private @Nullable String seed;

    @Option(names = "--seeds", paramLabel = "A..B", description = "Run these seeds, both included.")
    private @Nullable String seeds;

    @Option(
            names = "--hunt",
            paramLabel = "RULE",
            description =
                    "Leave a rule out and run seeds, 1 to 500 unless told, until one shows the"
                            + " damage: ${COMPLETION-CANDIDATES}.",
            completionCandidates = RuleNames.class)
    private @Nullable String hunt;

    @Option(names = "--nodes", paramLabel = "N", description = "So many storage nodes.")
    private @Nullable String nodes;

    @Option(names = "--replicas", paramLabel = "N", description = "So many copies of each key.")
    private @Nullable String replicas;

    @Option(
            names = "--coordinators",
            paramLabel = "N",
            description = "So many coordinators, 1 to 7; those that are not odd gain nothing.")
    private @Nullable String coordinators;

    @Option(names = "--clients", paramLabel = "N", description = "So many clients.")
    private @Nullable String clients;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "Of the faults that the seed drew only these, or none:"
                    + " ${COMPLETION-CANDIDATES}.",
            completionCandidates = FaultNames.class)
    private @Nullable String faults;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Simulated seconds of faults a seed (default: 60).")
    private @Nullable String seconds;

    @Option(names = "--minutes", paramLabel = "N", description = "The same in minutes.")
    private @Nullable String minutes;

    @Option(names = "--trace", description = "Print the trace although the seed passed.")
    private boolean trace;

    @Option(
            names = "--no-shrink",
            description = "Do not look for the least configuration that fails like one that did.")
    private boolean noShrink;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Write what clients asked and saw, for kv check-history; with --seed.")
    private @Nullable String history;

    @Mixin
    private ScaleOptions scale = new ScaleOptions();

    private final PrintStream out = System.out;

    /** The names of the rules, for help and completion. */
    static final class RuleNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Arrays.stream(Rule.values()).map(Rule::name).iterator();
        }
    }

    /** The names of the faults, for help and completion. */
    static final class FaultNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Arrays.stream(Fault.values()).map(Fault::toString).iterator();
        }
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** What {@code kv sim} runs with. */
    public static CommandLine commandLine() {
        return UsageLine.of(new SimCommand());
    }

    /** What is run. */
    private record Plan(long from, long to, Rules rules) {}

    @Override
    public Integer call() {
        Plan plan;
        SimSettings first;
        try {
            if (scale.asked()) {
                scale.run(seed, nodes, seconds, out);
                return 0;
            }
            plan = plan();
            first = drawn(plan.from, plan.rules);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(new CommandLine(this), String.valueOf(e.getMessage()), e);
        }
        if (plan.from == plan.to) {
            out.println(first);
        }
        return run(plan);
    }

    private Plan plan() {
        if (seed != null && seeds != null) {
            throw new IllegalArgumentException(
                    "--seed and --seeds are two ways to say which; give one");
        }
        if (seconds != null && minutes != null) {
            throw new IllegalArgumentException(
                    "--seconds and --minutes are two ways to say how long; give one");
        }
        if (history != null && history.isEmpty()) {
            throw new IllegalArgumentException(
                    "--history= is no file to write to; write --history=run.jsonl");
        }
        if (history != null && seed == null) {
            throw new IllegalArgumentException("--history is of one run, and --seeds or a hunt are"
                    + " many; name it with --seed");
        }
        Rules rules = hunt == null ? Rules.ALL : Rules.without(rule(hunt));
        if (seed != null) {
            long one = number("--seed", seed, 0, Long.MAX_VALUE);
            return new Plan(one, one, rules);
        }
        String range = seeds == null ? "1..500" : seeds;
        int dots = range.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException(
                    "--seeds=" + range
                            + " is no range, which names its first and its last seed; write --seeds=1..100");
        }
        long from = number("--seeds", range.substring(0, dots), 0, Long.MAX_VALUE);
        long to = number("--seeds", range.substring(dots + 2), 0, Long.MAX_VALUE);
        if (to < from) {
            throw new IllegalArgumentException(
                    "--seeds=" + range + " goes down, and a range of seeds goes up; write --seeds="
                            + to + ".." + from);
        }
        return new Plan(from, to, rules);
    }

    private static Rule rule(String name) {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--hunt=" + name
                        + " is no rule that can be left out; choose one of "
                        + Arrays.toString(Rule.values())));
    }

    static long number(String option, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like one that is out of range.
        }
        String needed = min == max
                ? "the whole number " + min
                : "a whole number, " + min + (max == Long.MAX_VALUE ? " or more" : " to " + max);
        throw new IllegalArgumentException(
                option + "=" + text + " is not taken: it needs " + needed);
    }

    /** What the seed draws, and what options override of it. */
    private SimSettings drawn(long number, Rules rules) {
        SimSettings settings = SimSettings.draw(number, duration(), rules);
        if (nodes != null || replicas != null) {
            int newNodes = nodes == null
                    ? settings.cluster().nodes()
                    : (int) number("--nodes", nodes, 1, NODES_MAX);
            int newReplicas = replicas == null
                    ? settings.cluster().replicas()
                    : (int) number("--replicas", replicas, 1, NODES_MAX);
            settings = settings.sized(newNodes, Math.min(newNodes, newReplicas));
        }
        if (coordinators != null) {
            settings = settings.coordinators(
                    (int) number("--coordinators", coordinators, 1, COORDINATORS_MAX));
        }
        if (clients != null) {
            settings = settings.clients((int) number("--clients", clients, 1, 100));
        }
        if (faults != null) {
            settings = settings.faults(named(faults));
        }
        return settings;
    }

    private long duration() {
        if (minutes != null) {
            return 60 * number("--minutes", minutes, 1, 10_000);
        }
        return seconds == null ? 60 : number("--seconds", seconds, 1, 600_000);
    }

    private static Set<Fault> named(String list) {
        Set<Fault> named = EnumSet.noneOf(Fault.class);
        if (!list.equals("none")) {
            for (String word : list.split(",", -1)) {
                named.add(Fault.named(word));
            }
        }
        return named;
    }

    private int run(Plan plan) {
        int failed = 0;
        for (long number = plan.from; number <= plan.to; number++) {
            long began = System.nanoTime();
            Simulation.Outcome outcome = new Simulation(drawn(number, plan.rules)).run();
            print(outcome, System.nanoTime() - began);
            write(outcome);
            failed += outcome.passed() ? 0 : 1;
            if (hunt != null && outcome.damaged()) {
                out.println("rule " + hunt + " left out: damage shown by seed " + number);
                return 0;
            }
        }
        if (hunt != null) {
            out.println("rule " + hunt + " left out: no damage in seeds " + plan.from + " to "
                    + plan.to);
            return FOUND_PROBLEMS;
        }
        out.println((plan.to - plan.from + 1) + " seeds, " + failed + " failed");
        return failed == 0 ? 0 : FOUND_PROBLEMS;
    }

    private void write(Simulation.Outcome outcome) {
        if (history != null) {
            try {
                HistoryFile.write(outcome.history(), Path.of(history));
            } catch (IOException e) {
                throw new ParameterException(
                        new CommandLine(this),
                        "--history=" + history + " cannot be written: " + e.getMessage()
                                + "; name a file in a directory that can be written to",
                        e);
            }
        }
    }

    private void print(Simulation.Outcome outcome, long nanos) {
        if (trace) {
            outcome.trace().forEach(out::println);
        }
        out.printf(
                "seed %d: %s, %d operations, %d%% overlapping, %d unknown, %d ms, fingerprint %016x%n",
                outcome.settings().seed(),
                outcome.passed() ? "passed" : "FAILED",
                outcome.operations(),
                outcome.overlapPercent(),
                outcome.unknown(),
                nanos / 1_000_000,
                outcome.fingerprint());
        if (!outcome.passed()) {
            Failure.of(outcome, noShrink || hunt != null).print(out);
        }
    }
}
