package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code kv nodes}: the members, their addresses and states. */
@Command(name = "nodes", description = "Lists the storage nodes: address, state, slots.")
final class NodesCommand extends InspectCommand {
    private static final List<String> FIELDS =
            List.of("state", "zone", "weight", "slots", "primaries", "store");

    @Override
    int inspect(Cluster cluster) {
        Reply reply = cluster.demand(Request.of(Verb.LIST_NODES));
        Report report = new Report(
                "nodes",
                List.of(
                        "node",
                        "address",
                        "state",
                        "zone",
                        "weight",
                        "slots",
                        "primaries",
                        "store"));
        report.fact("epoch", reply.longField("epoch", 0));
        for (Item item : reply.items()) {
            Object[] cells = new Object[2 + FIELDS.size()];
            cells[0] = item.word(1);
            cells[1] = item.word(2);
            for (int i = 0; i < FIELDS.size(); i++) {
                String value = item.field(FIELDS.get(i));
                cells[2 + i] = value == null ? "-" : Report.cell(value);
            }
            report.row(cells);
        }
        write(report);
        return ExitCode.OK;
    }
}
