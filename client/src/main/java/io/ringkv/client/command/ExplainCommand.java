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
        description = "Shows a key's slot, its walk over the ring, and the state of each replica.")
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
                        "version"));
        Reply walked = reply;
        for (Item item : reply.items()) {
            if (!isWalk(item)) {
                Reply held = held(cluster, item);
                report.row(row(item, held));
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

    private static Object[] row(Item item, Reply held) {
        Object[] row = new Object[4 + ASKED.size()];
        row[0] = item.word(1);
        row[1] = item.word(2);
        row[2] = item.word(0);
        String state = item.field("state");
        row[3] = state == null ? "-" : state;
        for (int i = 0; i < ASKED.size(); i++) {
            String value = held.field(ASKED.get(i));
            row[4 + i] = value == null ? "-" : Report.cell(value);
        }
        return row;
    }
}
