package io.ringkv.client.command;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kv remove}: a node leaves the cluster for good, once its data is elsewhere. */
@Command(
        name = "remove",
        description = {
            "Moves everything off a node, then takes it out of the cluster for good; waits until it is.",
            "The node may be down: its data is then copied from the others. Ending the wait ends nothing else."
        },
        footer = {
            "",
            "Example: kv remove n2",
            "waits for as long as it takes; --timeout is for each question to the cluster.",
            "Until the node is REMOVED, kv drain n2 --cancel calls it off."
        })
final class RemoveCommand extends InspectCommand {
    @Parameters(paramLabel = "NODE", description = "Its id, as kv nodes lists them.")
    private String node = "";

    @Option(names = "--no-wait", description = "Ends at once; the data moves meanwhile.")
    private boolean noWait;

    @Option(names = "--yes", description = "Does not ask; without a terminal nobody is asked.")
    private boolean yes;

    /** Before it is asked for, by the command or by its verb. */
    static void confirm(Person person, String node) {
        new Confirmation(person)
                .askWhoIsThere(
                        "everything that " + node + " holds goes to the other nodes, and then it is"
                                + " a member no more",
                        "nothing was changed");
    }

    @Option(names = "--plan", description = "Shows what that would move, and changes nothing.")
    private boolean plan;

    @Override
    int inspect(Cluster cluster) {
        MovesReport.refuseWaiting(plan && noWait);
        Departure departure = new Departure(cluster, node);
        if (plan) {
            write(departure.planned(Request.builder(Verb.REMOVE_NODE).argument(node)));
            return ExitCode.OK;
        }
        if (!yes) {
            confirm(kv().setting().person(), node);
        }
        departure.begin(Request.builder(Verb.REMOVE_NODE).argument(node).build());
        String then = "the removal of " + node + " goes on; kv remove " + node
                + " waits for it, kv drain " + node + " --cancel calls it off";
        Departure.Seen seen = departure.look();
        if (!noWait) {
            seen = departure.await(new Waiting(kv(), then), Departure.Seen::removed);
        }
        if (seen.removed()) {
            then = node + " is out of the cluster; its process can be stopped, and its files are"
                    + " not needed any more";
        }
        write(seen.report().draw(then));
        return ExitCode.OK;
    }
}
