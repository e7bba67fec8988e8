package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kv drain}: a node's data goes to the others, so that it can be stopped. */
@Command(
        name = "drain",
        description = {
            "Moves everything off a node, so that it can be stopped; waits until that is done.",
            "It stays a member: kv remove takes it out. Ending the wait does not end the drain."
        },
        footer = {
            "",
            "Example: kv drain n2",
            "waits for as long as it takes; --timeout is for each question to the cluster.",
            "kv drain n2 --cancel calls it off, a kv remove too; what has moved comes back by itself."
        })
final class DrainCommand extends InspectCommand {
    @Parameters(paramLabel = "NODE", description = "Its id, as kv nodes lists them.")
    private String node = "";

    @Option(names = "--no-wait", description = "Ends at once; the data moves meanwhile.")
    private boolean noWait;

    @Option(names = "--cancel", description = "The node stays after all. Does not wait.")
    private boolean cancel;

    @Option(names = "--plan", description = "Shows what that would move, and changes nothing.")
    private boolean plan;

    @Override
    int inspect(Cluster cluster) {
        MovesReport.refuseWaiting(plan && noWait);
        if (noWait && cancel) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--no-wait does nothing with --cancel, which does not wait; leave one of the"
                            + " two out");
        }
        Departure departure = new Departure(cluster, node);
        Request.Builder request = Request.builder(Verb.DRAIN).argument(node);
        if (cancel) {
            request.option(io.ringkv.protocol.Option.CANCEL);
        }
        if (plan) {
            write(departure.planned(request));
            return ExitCode.OK;
        }
        departure.begin(request.build());
        String next = "; kv drain " + node + " waits for it, with --cancel it calls it off";
        Departure.Seen seen = departure.look();
        String then = cancel
                ? node + " stays, and its share comes back to it; see: kv rebalance status"
                : "the drain of " + node + " goes on" + next;
        if (!cancel && !noWait) {
            seen = departure.await(new Waiting(kv(), then), Departure.Seen::empty);
            then = node + " holds nothing, and can be stopped now; "
                    + (seen.removed()
                            ? "it is out of the cluster already"
                            : "kv remove " + node + " takes it out of the cluster");
        }
        write(seen.report().draw(then));
        return ExitCode.OK;
    }
}
