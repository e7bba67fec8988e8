package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Member;

import picocli.CommandLine.Command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code kv stats}: what every node has done, one row a node. */
@Command(name = "stats", description = "Counts what each node holds and has done.")
final class StatsCommand extends InspectCommand {
    @Override
    int inspect(Cluster cluster) {
        Map<String, Map<String, Object>> byNode = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>(List.of("node"));
        for (Member member : cluster.view().members()) {
            try {
                HostAndPort address = new HostAndPort(member.host(), member.port());
                Reply reply = Cluster.good(cluster.ask(Request.of(Verb.STATS), address));
                byNode.put(member.id(), counters(reply, columns));
            } catch (KvException e) {
                warn(member.id() + ": " + e.getMessage());
            }
        }
        if (byNode.isEmpty()) {
            throw new CommandException(
                    ExitCode.CANNOT_CONNECT,
                    "no node answered; see which there are with: kv nodes");
        }
        write(report(byNode, columns));
        return ExitCode.OK;
    }

    private static Map<String, Object> counters(Reply reply, List<String> columns) {
        Map<String, Object> counters = new LinkedHashMap<>();
        for (Item item : reply.items()) {
            String name = item.word(0);
            if (!name.equals("node")) {
                counters.put(name, Report.cell(item.word(1)));
                if (!columns.contains(name)) {
                    columns.add(name);
                }
            }
        }
        return counters;
    }

    private static Report report(Map<String, Map<String, Object>> byNode, List<String> columns) {
        Report report = new Report("nodes", columns);
        byNode.forEach((node, counters) -> {
            Object[] cells = new Object[columns.size()];
            cells[0] = node;
            for (int i = 1; i < cells.length; i++) {
                cells[i] = counters.getOrDefault(columns.get(i), "-");
            }
            report.row(cells);
        });
        return report;
    }
}
