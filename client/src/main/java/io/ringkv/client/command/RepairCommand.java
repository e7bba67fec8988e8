package io.ringkv.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code kv repair}: how far the sweeps of the nodes are, and one at full pace. */
@Command(
        name = "repair",
        description = {
            "Shows or starts the sweeps in which nodes compare their slots with all replicas.",
            "They run by themselves, slowly; what differs from its primary's rows is replaced."
        },
        footer = {
            "",
            "  status  how far the sweep of each node is, and what the last one found",
            "  start   each node begins one now, at full pace; refused where one was started",
            "",
            "The read-... counts are of replicas that reads with --level all had compared, of all",
            "nodes together since each was started.",
            "",
            "Example: kv repair start --wait",
            "kv verify starts them, waits, and judges what they have found."
        })
final class RepairCommand extends InspectCommand {
    /** As the protocol writes them. */
    private enum Action {
        status,
        start
    }

    @Parameters(paramLabel = "status|start", description = "What to show, or to do.")
    private Action action = Action.status;

    @Option(
            names = "--wait",
            description = "With start: until all have ended, those that ran before too.")
    private boolean wait;

    @Override
    int inspect(Cluster cluster) {
        if (wait && action == Action.status) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--wait goes with start, and does nothing for status; leave one of the two out");
        }
        Sweeps sweeps = Sweeps.of(cluster);
        List<String> refused = List.of();
        if (action == Action.status) {
            sweeps.look();
        } else {
            refused = sweeps.start();
        }
        if (wait) {
            sweeps.joinThoseThatRun();
            sweeps = new Waiting(kv(), "the sweeps go on; kv repair status shows how far they are")
                    .until(sweeps::goOn, Sweeps::over);
        } else {
            refused.forEach(this::warn);
        }
        sweeps.unreached().forEach(this::warn);
        write(sweeps.report()
                .fact("read-match", sweeps.total("read-match"))
                .fact("read-repaired", sweeps.total("read-repaired"))
                .fact("read-not-comparable", sweeps.total("read-not-comparable")));
        if (!sweeps.unreached().isEmpty()) {
            return ExitCode.CANNOT_CONNECT;
        }
        return refused.isEmpty() || wait ? ExitCode.OK : ExitCode.REJECTED;
    }
}
