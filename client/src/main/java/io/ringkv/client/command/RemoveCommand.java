package io.ringkv.client.command;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kv remove}: a node leaves the cluster for good, once its data is elsewhere. */
@Command(
        name = "remove",
        description = {
            "Moves everything off a node, then takes it out of the cluster for good; waits until it is.",
            "The node may be down: its data is then copied from the others. Ending the wait ends nothing else.",
            "With --force it is down and never comes back: slots that have lost a majority with it go on with what is left."
        },
        footer = {
            "",
            "Example: kv remove n2",
            "waits for as long as it takes; --timeout is for each question to the cluster.",
            "Until the node is REMOVED, kv drain n2 --cancel calls it off."
        })
final class RemoveCommand extends InspectCommand {
    private static final String STILL_COORDINATOR =
            " is no node any more, and one of the coordinators still: its process and its files are"
                    + " needed until that has left too; see: kv coordinators remove";

    @Parameters(paramLabel = "NODE", description = "Its id, as kv nodes lists them.")
    private String node = "";

    @Option(names = "--no-wait", description = "Ends at once; the data moves meanwhile.")
    private boolean noWait;

    @Option(names = "--yes", description = "Does not ask; without a terminal nobody is asked.")
    private boolean yes;

    /** Before it is asked for, by the command or by its verb. */
    static void confirm(Person person, String node, boolean byForce) {
        new Confirmation(person)
                .askWhoIsThere(
                        byForce
                                ? node + " and its disk are given up for good, and slots that have"
                                        + " lost a majority with it go on with what is left"
                                : "everything that " + node + " holds goes to the other nodes, and"
                                        + " then it is a member no more",
                        "nothing was changed");
    }

    @Option(names = "--plan", description = "Shows what that would move, and changes nothing.")
    private boolean plan;

    @Option(
            names = "--force",
            description =
                    "The node is DOWN and never comes back, nor its disk; names what may be lost, and asks.")
    private boolean force;

    @Option(
            names = "--losing",
            paramLabel = "SLOTS",
            description = "With --force, what it asks to be typed: how many slots may lose writes.")
    private @Nullable String losing;

    @Override
    int inspect(Cluster cluster) {
        MovesReport.refuseWaiting(plan && noWait);
        refuseLosing();
        Departure departure = new Departure(cluster, node);
        if (plan) {
            write(force ? forcedPlan(departure) : departure.planned(request()));
            return ExitCode.OK;
        }
        if (force) {
            beginByForce(departure);
        } else {
            departure.begin(asked());
        }
        String then = "the removal of " + node + " goes on; kv remove " + node
                + " waits for it, kv drain " + node + " --cancel calls it off";
        Departure.Seen seen = departure.look();
        if (!noWait) {
            seen = departure.await(new Waiting(kv(), then), Departure.Seen::removed);
        }
        if (seen.removed()) {
            then = isCoordinator(cluster) ? node + STILL_COORDINATOR : gone();
        }
        write(seen.report().draw(then));
        return ExitCode.OK;
    }

    private String gone() {
        return force
                ? node + " is out of the cluster, and is let in again with an empty data"
                        + " directory only"
                : node + " is out of the cluster; its process can be stopped, and its files"
                        + " are not needed any more";
    }

    /** {@code kv server}: both roles have one id. */
    private boolean isCoordinator(Cluster cluster) {
        return cluster.demand(Request.of(Verb.LIST_COORDINATORS)).items().stream()
                .anyMatch(item -> item.word(1).equals(node));
    }

    private void refuseLosing() {
        if (losing != null && (!force || plan)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--losing goes with --force, and not with --plan, which loses nothing; leave it"
                            + " out");
        }
        if (losing != null && !losing.matches("[0-9]{1,5}")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--losing '" + losing + "' is no number of slots; kv remove " + node
                            + " --force --plan says how many may lose writes");
        }
    }

    private Request.Builder request() {
        return Request.builder(Verb.REMOVE_NODE).argument(node);
    }

    private Request asked() {
        if (!yes) {
            confirm(kv().setting().person(), node, false);
        }
        return request().build();
    }

    private Request.Builder forced(long epoch) {
        return request().option(io.ringkv.protocol.Option.FORCE, epoch);
    }

    private Report forcedPlan(Departure departure) {
        Reply plan = departure.plan(forced(0));
        Report report = MovesReport.of(new MovesLeft(plan), -1);
        SlotsAtRisk.of(plan).addedTo(report);
        return report;
    }

    /** What may be lost is read, named and typed back. */
    private void beginByForce(Departure departure) {
        OneEpoch.decide(
                () -> SlotsAtRisk.of(departure.plan(forced(0))),
                SlotsAtRisk::isSameAs,
                this::agree,
                risk -> {
                    departure.begin(forced(risk.epoch()).build());
                    return risk;
                });
    }

    private void agree(SlotsAtRisk risk) {
        if (!risk.isNone()) {
            new Confirmation(kv().setting().person())
                    .demandTyped(
                            losing,
                            "--losing",
                            Long.toString(risk.slots()),
                            risk.warning(node),
                            "nothing was changed");
        } else if (!yes) {
            confirm(kv().setting().person(), node, true);
        }
    }
}
