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
@Command(name = "stats", description = "Counts what the cluster and each node hold and have done.")
final class StatsCommand extends InspectCommand {
    /** Of the whole cluster; a key counts once, where its primary is. */
    private static final Map<String, String> TOTALS = totals();

    private static Map<String, String> totals() {
        Map<String, String> totals = new LinkedHashMap<>();
        totals.put("keys", "keys-primary");
        totals.put("bytes-on-disk", "bytes-on-disk");
        totals.put("writes", "writes");
        totals.put("reads", "reads");
        return totals;
    }

    @Override
    int inspect(Cluster cluster) {
        Map<String, Map<String, Object>> byNode = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>(List.of("node"));
        List<Member> members = cluster.view().members();
        for (Member member : members) {
            try {
                HostAndPort address = new HostAndPort(member.host(), member.port());
                Reply reply = Cluster.good(cluster.ask(Request.of(Verb.STATS), address));
                byNode.put(member.id(), counters(reply, columns));
            } catch (KvException e) {
                warn(Problem.text(e, "those who answered are shown"));
            }
        }
        if (byNode.isEmpty()) {
            throw new CommandException(
                    ExitCode.CANNOT_CONNECT,
                    "no node answered; see which there are with: kv nodes");
        }
        Report report = report(byNode, columns);
        TOTALS.forEach((name, counter) -> {
            if (columns.contains(counter)) {
                report.fact(name, total(byNode, counter));
            }
        });
        write(format() == OutputFormat.table ? report.turned("counter") : report);
        return byNode.size() == members.size() ? ExitCode.OK : ExitCode.CANNOT_CONNECT;
    }

    private static long total(Map<String, Map<String, Object>> byNode, String counter) {
        return byNode.values().stream()
                .map(counters -> counters.get(counter))
                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                .sum();
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
