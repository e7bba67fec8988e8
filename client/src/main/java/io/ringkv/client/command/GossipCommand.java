package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code kv gossip}: what one node has been told of the others. */
@Command(
        name = "gossip",
        description = {
            "Shows what a node has been told by the others: who is there, who is suspected, and by whom.",
            "Without a node: of the first that answers."
        },
        footer = {
            "",
            "A suspicion is a hint. Who is DOWN is decided by a coordinator; see: kv nodes"
        })
final class GossipCommand extends InspectCommand {
    private static final List<String> COLUMNS =
            List.of("node", "address", "incarnation", "epoch", "state", "by", "age-ms");

    @Parameters(
            arity = "0..1",
            paramLabel = "NODE",
            description = "Its id, as kv nodes lists them.")
    private @Nullable String node;

    @Override
    int inspect(Cluster cluster) {
        String id = node;
        if (id != null) {
            Bounds.node(id);
        }
        List<Servers.Server> asked =
                id == null ? Servers.nodes(cluster) : List.of(Servers.node(cluster, id));
        for (Servers.Server server : asked) {
            try {
                Reply table = Cluster.good(cluster.ask(Request.of(Verb.GOSSIP), server.address()));
                write(report(server.name(), table));
                return ExitCode.OK;
            } catch (KvException e) {
                warn(server.name() + ": " + Problem.text(e, "the next one is asked"));
            }
        }
        throw new CommandException(
                ExitCode.CANNOT_CONNECT, "no node answered; see which there are with: kv nodes");
    }

    private static Report report(String of, Reply table) {
        Report report = new Report("members", COLUMNS)
                .fact("told-by", of)
                .fact("epoch", table.longField("epoch", 0));
        for (Item item : table.items()) {
            long epoch = item.longField("epoch", 0);
            report.row(
                    item.word(0),
                    text(item, "addr"),
                    item.longField("inc", 0),
                    epoch == 0 ? "-" : epoch,
                    text(item, "state"),
                    text(item, "by"),
                    item.longField("age-ms", 0));
        }
        return report;
    }

    private static String text(Item item, String field) {
        String value = item.field(field);
        return value == null ? "-" : value;
    }
}
