package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Coordinator;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kv coordinators}: who keeps the metadata, and one more or one less of them. */
@Command(
        name = "coordinators",
        description = {
            "Lists the coordinators, adds one that has been started, or takes one out.",
            "Three of them go on when one is lost, five when two are."
        },
        footer = {
            "",
            "  list    who they are, which of them leads, and who is away, which is",
            "          unknown of the others while none leads",
            "  add     ID=HOST:PORT, or ID=HOST:PORT/LOGPORT if its --peers name the port",
            "          of its log; started before with an empty --data-dir and all --peers",
            "  remove  ID; refused where those that are left would be no majority, or",
            "          where its process is a node as well that holds data",
            "",
            "Example: kv coordinators add c2=10.0.0.2:5000"
        })
final class CoordinatorsCommand extends InspectCommand {
    private static final Pattern PLACE =
            Pattern.compile("([A-Za-z0-9._-]{1,64})=([^/]+)(?:/([0-9]{1,5}))?");

    /** As people write them. */
    private enum Action {
        list,
        add,
        remove
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "list|add|remove",
            description = "What to show, or to do.")
    private Action action = Action.list;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID[=HOST:PORT]",
            description = "Whom to add, with the address, or to remove.")
    private @Nullable String whom;

    @Override
    int inspect(Cluster cluster) {
        String given = whom;
        if (action == Action.list && given != null) {
            throw usage("list takes no coordinator, and '" + given + "' is one; leave it out");
        }
        if (action != Action.list && given == null) {
            throw usage(
                    action + " is of one coordinator, and none is named; write: kv coordinators "
                            + (action == Action.add ? "add c2=10.0.0.2:5000" : "remove c2"));
        }
        if (given != null) {
            warnOfEvenCount(
                    cluster.demand(action == Action.add ? addition(given) : removal(given)));
        }
        Reply listed = cluster.demand(Request.of(Verb.LIST_COORDINATORS));
        write(list(listed));
        if ("-".equals(listed.field("leader"))) {
            warn(
                    "no coordinator leads, as far as the one that answered knows, which cannot tell who"
                            + " else is there; joins, failover and moves wait. Start the coordinators that"
                            + " are down");
        }
        return ExitCode.OK;
    }

    private void warnOfEvenCount(Reply changed) {
        String advice = Coordinator.adviceOn(changed.longField("coordinators", 1));
        if (!advice.isEmpty()) {
            warn(advice);
        }
    }

    private static CommandException usage(String what) {
        return new CommandException(ExitCode.USAGE, what);
    }

    private static Request addition(String whom) {
        Matcher place = PLACE.matcher(whom);
        HostAndPort address = place.matches() ? HostAndPort.orNull(place.group(2)) : null;
        if (address == null) {
            throw usage("'" + whom + "' does not say who is to be added and where it is; write: kv"
                    + " coordinators add c2=10.0.0.2:5000");
        }
        Request.Builder request = Request.builder(Verb.ADD_COORDINATOR)
                .argument(place.group(1))
                .argument(address.host())
                .argument(Integer.toString(address.port()));
        if (place.group(3) != null) {
            request.argument(place.group(3));
        }
        return request.build();
    }

    private static Request removal(String whom) {
        if (!whom.matches("[A-Za-z0-9._-]{1,64}")) {
            throw usage("'" + whom + "' is no id of a coordinator; kv coordinators list has those"
                    + " that there are");
        }
        return Request.builder(Verb.REMOVE_COORDINATOR).argument(whom).build();
    }

    private static Report list(Reply reply) {
        Report report = new Report("coordinators", List.of("coordinator", "address", "role"));
        for (Item item : reply.items()) {
            String role = item.field("role");
            report.row(item.word(1), item.word(2), role == null ? "-" : role);
        }
        return report;
    }
}
