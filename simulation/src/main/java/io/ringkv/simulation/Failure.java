package io.ringkv.simulation;

import io.ringkv.node.core.Rule;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A run that failed, as people need it: why, with the least configuration, its last events, and how to see it again. */
record Failure(Simulation.Outcome outcome) {
    private static final int EVENTS_MAX = 40;

    /** @param asItIs leave the configuration alone; otherwise some dozen runs look for the least that fails */
    static Failure of(Simulation.Outcome failed, boolean asItIs) {
        if (asItIs) {
            return new Failure(failed);
        }
        SimSettings least = new Shrinking(
                        settings -> !new Simulation(settings).run().passed())
                .shrink(failed.settings());
        return new Failure(new Simulation(least).run());
    }

    void print(PrintStream out) {
        List<String> trace = outcome.trace();
        out.println(outcome.settings());
        out.println("  last events:");
        trace.subList(Math.max(0, trace.size() - EVENTS_MAX), trace.size())
                .forEach(event -> out.println("    " + event));
        outcome.problems().forEach(problem -> out.println("  " + problem));
        out.println("  replay: " + String.join(" ", replay(outcome.settings())));
    }

    /** All that {@link #print} says of a run that failed, with the least configuration that fails like it. */
    static String told(Simulation.Outcome failed) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        of(failed, false).print(new PrintStream(told, true, StandardCharsets.UTF_8));
        return told.toString(StandardCharsets.UTF_8);
    }

    /** The command that runs these settings again. */
    static List<String> replay(SimSettings settings) {
        SimSettings drawn = SimSettings.draw(settings.seed(), settings.seconds(), settings.rules());
        List<String> words =
                new ArrayList<>(List.of("bin/kv", "sim", "--seed", "" + settings.seed()));
        words.addAll(List.of("--seconds", "" + settings.seconds()));
        int coordinators = settings.cluster().coordinators();
        if (coordinators != drawn.cluster().coordinators()) {
            words.addAll(List.of("--coordinators", "" + coordinators));
            drawn = drawn.coordinators(coordinators);
        }
        if (!settings.cluster().equals(drawn.cluster())) {
            words.addAll(List.of("--nodes", "" + settings.cluster().nodes()));
            words.addAll(List.of("--replicas", "" + settings.cluster().replicas()));
        }
        if (settings.workload().clients() != drawn.workload().clients()) {
            words.addAll(List.of("--clients", "" + settings.workload().clients()));
        }
        if (!settings.faults().equals(drawn.faults())) {
            words.add("--faults");
            words.add(
                    settings.faults().meanNanos().isEmpty()
                            ? "none"
                            : settings.faults().meanNanos().keySet().stream()
                                    .map(Fault::toString)
                                    .collect(Collectors.joining(",")));
        }
        Rule leftOut = settings.rules().leftOut();
        if (leftOut != null) {
            words.addAll(List.of("--hunt", leftOut.name()));
        }
        return words;
    }
}
