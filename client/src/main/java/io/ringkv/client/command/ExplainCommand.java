package io.ringkv.client.command;

import io.ringkv.client.CannotConnectException;
import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.stream.Collectors;

/** {@code kv explain}: why a key lives where it does, and what each of its replicas holds right now. */
@Command(
        name = "explain",
        description =
                "Shows a key's slot, its walk over the ring, the state of each replica, and what its death"
                        + " would mean.")
final class ExplainCommand extends InspectCommand {
    private static final List<String> ASKED = List.of("role", "synced-term", "position", "v");

    @Parameters(paramLabel = "KEY", description = "The key; it need not exist.")
    private String key = "";

    private boolean partial;

    @Override
    int inspect(Cluster cluster) {
        Bounds.key(key);
        Reply reply = explained(cluster);
        Report report = new Report(
                "replicas",
                List.of(
                        "node",
                        "address",
                        "place",
                        "state",
                        "role",
                        "synced-term",
                        "position",
                        "version",
                        "if-it-dies"));
        Reply walked = reply;
        for (Item item : reply.items()) {
            if (isPlace(item)) {
                Reply held = held(cluster, item);
                report.row(row(item, held, ifItDies(reply, item.word(1))));
                walked = walked.field("term") == null ? held : walked;
            }
        }
        report.fact("key", key);
        report.fact("slot", reply.longField("slot", 0));
        report.fact("term", walked.longField("term", 0));
        report.fact("epoch", reply.longField("epoch", 0));
        report.fact("walk", walk(walked));
        write(report);
        return partial ? ExitCode.CANNOT_CONNECT : ExitCode.OK;
    }

    private static boolean isWalk(Item item) {
        return item.word(0).equals("WALK");
    }

    private static boolean isPlace(Item item) {
        return !isWalk(item) && !item.word(0).equals("IF_DIES");
    }

    /** Known to a coordinator alone. */
    private static String ifItDies(Reply reply, String node) {
        for (Item item : reply.items()) {
            if (item.word(0).equals("IF_DIES") && item.word(1).equals(node)) {
                String awaited = item.field("awaits");
                return awaited != null
                        ? "nothing serves the key until enough are back of "
                                + awaited.replace(",", ", ")
                        : item.field("primary") + " serves it, and " + item.longField("more", 0)
                                + " more may fail";
            }
        }
        return "-";
    }

    private static String walk(Reply reply) {
        return reply.items().stream()
                .filter(ExplainCommand::isWalk)
                .map(item -> item.word(1))
                .collect(Collectors.joining(" > "));
    }

    private Request question() {
        return Request.builder(Verb.EXPLAIN).argument(key).build();
    }

    /** From a coordinator; when none can be asked, the places from anybody, and the walk from those who hold the key. */
    private Reply explained(Cluster cluster) {
        try {
            return cluster.demand(question());
        } catch (CannotConnectException e) {
            return cluster.demand(
                    Request.builder(Verb.GET_NODES_FOR_KEY).argument(key).build());
        }
    }

    /** What the node at that place says of the key; an empty reply when it cannot be asked. */
    private Reply held(Cluster cluster, Item item) {
        try {
            return Cluster.good(cluster.ask(question(), HostAndPort.parse(item.word(2))));
        } catch (KvException | IllegalArgumentException e) {
            partial = true;
            warn(Problem.text(e, "the other replicas are shown"));
            return Reply.ok();
        }
    }

    private static Object[] row(Item item, Reply held, String ifItDies) {
        Object[] row = new Object[5 + ASKED.size()];
        row[0] = item.word(1);
        row[1] = item.word(2);
        row[2] = item.word(0);
        String state = item.field("state");
        row[3] = state == null ? "-" : state;
        for (int i = 0; i < ASKED.size(); i++) {
            String value = held.field(ASKED.get(i));
            row[4 + i] = value == null ? "-" : Report.cell(value);
        }
        row[row.length - 1] = ifItDies;
        return row;
    }
}
