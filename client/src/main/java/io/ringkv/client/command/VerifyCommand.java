package io.ringkv.client.command;

import io.ringkv.protocol.view.SlotSet;

import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.List;

/** {@code kv verify}: every slot compared with all of its replicas, from the disks, and a verdict for scripts. */
@Command(
        name = "verify",
        description = {
            "Compares every slot with all of its replicas, from the disks, and waits until that is done.",
            "Exits with 9 when anything differed, was not comparable, or has fewer replicas than the nodes allow."
        },
        footer = {
            "",
            "Example: kv verify",
            "waits for as long as it takes; --timeout is for each question to a node. A replica that",
            "differs has been repaired by then: a second kv verify says whether all is well."
        })
final class VerifyCommand extends InspectCommand {
    private static final int ROUNDS_MAX = 3;

    @Override
    int inspect(Cluster cluster) {
        long repaired = 0;
        Sweeps sweeps = sweep(cluster);
        for (int round = 1; round < ROUNDS_MAX && isWorthAnother(sweeps); round++) {
            repaired += sweeps.total("repaired");
            warn("not every slot could be compared with all of its replicas; once more");
            sweeps = sweep(cluster);
        }
        repaired += sweeps.total("repaired");
        ClusterWord word = ClusterWord.ask(cluster);
        long under = word.status().longField("under-replicated", 0);
        Report report = sweeps.report();
        report.fact("slots", sweeps.total("checked"))
                .fact("match", sweeps.total("match"))
                .fact("repaired", repaired)
                .fact("not-comparable", sweeps.total("not-comparable"))
                .fact("under-replicated", under);
        List<String> problems = problems(sweeps, repaired, under);
        if (problems.isEmpty()) {
            report.draw("every slot was compared with all of its replicas, and all of them match");
        }
        problems.forEach(report::draw);
        write(report);
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private Sweeps sweep(Cluster cluster) {
        Sweeps sweeps = Sweeps.of(cluster);
        List<String> unused = sweeps.start();
        return new Waiting(kv(), "the sweeps go on; kv repair status shows how far they are")
                .until(sweeps::goOn, Sweeps::over);
    }

    private static boolean isWhole(Sweeps sweeps) {
        return sweeps.total("checked") == SlotSet.SLOTS
                && sweeps.total("not-comparable") == 0
                && sweeps.brokenOff().isEmpty();
    }

    /** What was under way may be over; a node that is away is not back so soon. */
    private static boolean isWorthAnother(Sweeps sweeps) {
        return !isWhole(sweeps) && sweeps.unreached().isEmpty();
    }

    private static List<String> problems(Sweeps sweeps, long repaired, long under) {
        List<String> problems = new ArrayList<>();
        if (under > 0) {
            problems.add("slots with fewer replicas than they should have: " + under
                    + "; see: kv status");
        }
        sweeps.unreached().forEach(node -> problems.add("not reached: " + node));
        sweeps.brokenOff()
                .forEach(node -> problems.add(
                        "the sweep of " + node + " did not come to its end; see its log"));
        long compared = sweeps.total("checked");
        if (compared != SlotSet.SLOTS) {
            problems.add("slots that were compared: " + compared + " of " + SlotSet.SLOTS
                    + "; primaries are away or have changed meanwhile");
        }
        long not = sweeps.total("not-comparable");
        if (not > 0) {
            problems.add("replicas that could not be compared: " + not + "; they are away, out of"
                    + " sync, or have changed their primary meanwhile");
        }
        if (repaired > 0) {
            problems.add("replicas that held other rows than their primary, and got a copy: "
                    + repaired + "; the log of the primary names them: look at their disks");
        }
        return problems;
    }
}
