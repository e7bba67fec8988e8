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
import java.util.StringJoiner;

/** {@code kv explain}: why a key lives where it does, and what each of its replicas holds right now. */
@Command(
        name = "explain",
        description = "Shows a key's slot, its walk over the ring, and the state of each replica.")
final class ExplainCommand extends InspectCommand {
    private static final List<String> ASKED = List.of("role", "synced-term", "position", "v");

    @Parameters(paramLabel = "KEY", description = "The key; it need not exist.")
    private String key = "";

    @Override
    int inspect(Cluster cluster) {
        if (key.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "a key has at least one byte");
        }
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
        report.fact("key", key);
        for (String name : List.of("slot", "term", "epoch")) {
            report.fact(name, reply.longField(name, 0));
        }
        StringJoiner walk = new StringJoiner(" > ");
        for (Item item : reply.items()) {
            if (item.word(0).equals("WALK")) {
                walk.add(item.word(1));
            } else {
                report.row(row(cluster, item));
            }
        }
        report.fact("walk", walk.toString());
        write(report);
        return ExitCode.OK;
    }

    /** From a coordinator; from anybody, without the walk, when none can be asked. */
    private Reply explained(Cluster cluster) {
        try {
            return cluster.demand(Request.builder(Verb.EXPLAIN).argument(key).build());
        } catch (CannotConnectException e) {
            warn(e.getMessage() + "; shown without the walk over the ring");
            return cluster.demand(
                    Request.builder(Verb.GET_NODES_FOR_KEY).argument(key).build());
        }
    }

    private Object[] row(Cluster cluster, Item item) {
        Object[] row = new Object[4 + ASKED.size()];
        row[0] = item.word(1);
        row[1] = item.word(2);
        row[2] = item.word(0);
        String state = item.field("state");
        row[3] = state == null ? "-" : state;
        for (int i = 0; i < ASKED.size(); i++) {
            row[4 + i] = "-";
        }
        try {
            Request request = Request.builder(Verb.EXPLAIN).argument(key).build();
            Reply reply = Cluster.good(cluster.ask(request, HostAndPort.parse(item.word(2))));
            for (int i = 0; i < ASKED.size(); i++) {
                String value = reply.field(ASKED.get(i));
                row[4 + i] = value == null ? "-" : Report.cell(value);
            }
        } catch (KvException | IllegalArgumentException e) {
            warn(item.word(1) + ": " + e.getMessage());
        }
        return row;
    }
}
