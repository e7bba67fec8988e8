package io.ringkv.client.command;

import io.ringkv.client.Health;
import io.ringkv.client.KvException;
import io.ringkv.protocol.Fields;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code kv status}: one word about the cluster's health, its reasons, and an exit code for scripts. */
@Command(
        name = "status",
        description =
                "Says whether the cluster is healthy (exit 0), degraded (1) or unavailable (2), and why.")
final class StatusCommand extends InspectCommand {
    @Override
    int inspect(Cluster cluster) {
        ClusterWord word = ClusterWord.ask(cluster);
        Reply reply = word.status();
        Health health = Health.of(reply);
        Report report = new Report("reasons", List.of("health", "about", "why"));
        Fields fields = reply.fields();
        for (int i = 0; i < fields.size(); i++) {
            report.fact(fields.name(i), Report.cell(fields.value(i)));
        }
        for (Item item : reply.items()) {
            String node = item.field("node");
            String slots = item.field("slots");
            String about = slots == null ? "cluster" : slots + " slots";
            String weight = item.word(0).equals("NOTE") ? "NOTE" : health.name();
            report.row(weight, node == null ? about : node, item.line().text());
        }
        String moves = word.lacks().isEmpty() ? moves(cluster, word) : "";
        if (!moves.isEmpty()) {
            report.row("NOTE", "cluster", moves);
        } else if (reply.items().isEmpty() && format().rowsAlone()) {
            report.row(health.name(), "cluster", "nothing is wrong");
        }
        write(report);
        if (!word.lacks().isEmpty()) {
            warn(word.lacks());
        }
        return health.exitCode();
    }

    /** In words; empty when nothing moves, or nobody can say so. */
    private static String moves(Cluster cluster, ClusterWord word) {
        try {
            MovesLeft left = MovesLeft.ask(cluster, word);
            return left.copies() == 0 ? "" : left.text() + "; see: kv rebalance status";
        } catch (KvException e) {
            // Of a cluster that has not formed, or a server that has no such verb.
            return "";
        }
    }
}
