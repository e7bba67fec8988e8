package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code kv set-replicas}: how many copies of each key there are. */
@Command(
        name = "set-replicas",
        description = {
            "Sets how many copies of each key the cluster keeps, 1 to 7; waits until there are so many.",
            "Each copy needs a node of its own. Ending the wait ends nothing else."
        },
        footer = {
            "",
            "Example: kv set-replicas 3",
            "waits for as long as it takes; --timeout is for each question to the cluster."
        })
final class SetReplicasCommand extends InspectCommand {
    private static final int REPLICAS_MAX = 7;

    @Parameters(paramLabel = "N", description = "Copies of each key.")
    private int replicas;

    @Option(names = "--no-wait", description = "Ends at once; the data moves meanwhile.")
    private boolean noWait;

    @Option(names = "--plan", description = "Shows what that would move, and changes nothing.")
    private boolean plan;

    @Override
    int inspect(Cluster cluster) {
        MovesReport.refuseWaiting(plan && noWait);
        if (replicas < 1 || replicas > REPLICAS_MAX) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + replicas + "' is no number of copies: that is 1 to " + REPLICAS_MAX
                            + ", each on a node of its own; write: kv set-replicas 3");
        }
        Request.Builder request =
                Request.builder(Verb.SET_REPLICAS).argument(Integer.toString(replicas));
        if (plan) {
            write(MovesReport.planned(cluster, request));
            return ExitCode.OK;
        }
        ClusterWord word = ClusterWord.ask(cluster).ofCoordinator();
        word.demand(cluster, request.build());
        String then = "the cluster goes on until it keeps " + replicas + " copies of each key; kv"
                + " rebalance status shows how far it is";
        MovesLeft left = MovesLeft.ask(cluster, word);
        if (!noWait) {
            left = new Waiting(kv(), then)
                    .until(() -> MovesLeft.ask(cluster, word), MovesLeft::nothing);
            then = "the cluster keeps " + replicas + " copies of each key";
        }
        write(new Report("replicas", List.of("replicas", "copies-to-move", "bytes"))
                .row(replicas, left.copies(), left.bytes())
                .draw(then));
        return ExitCode.OK;
    }
}
