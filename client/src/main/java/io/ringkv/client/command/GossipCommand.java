package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** {@code kv gossip}: what one node has been told of the others. */
@Command(
        name = "gossip",
        description = {
            "Shows what a node has been told by the others: who is there, who is suspected, and by whom.",
            "Without NODE: the first server of --server that is a node and answers; where none is, the",
            "first node of the cluster that answers."
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
            Servers.Server named = Servers.node(cluster, id);
            write(report(named.name(), table(cluster, named)));
            return ExitCode.OK;
        }
        List<Servers.Server> given = kv().servers().stream()
                .map(address -> new Servers.Server(address.toString(), address))
                .toList();
        List<String> silent = new ArrayList<>();
        Report told = firstToTell(cluster, given, silent);
        if (told == null) {
            told = firstToTell(cluster, others(cluster, given), silent);
        }
        silent.forEach(this::warn);
        if (told == null) {
            throw new CommandException(
                    ExitCode.CANNOT_CONNECT,
                    "no node answered; see which there are with: kv nodes");
        }
        write(told);
        return ExitCode.OK;
    }

    private static List<Servers.Server> others(Cluster cluster, List<Servers.Server> given) {
        List<HostAndPort> asked = given.stream().map(Servers.Server::address).toList();
        return Servers.present(cluster).stream()
                .filter(server -> !asked.contains(server.address()))
                .toList();
    }

    /** @param silent takes why others told nothing */
    private static @Nullable Report firstToTell(
            Cluster cluster, List<Servers.Server> servers, List<String> silent) {
        for (Servers.Server server : servers) {
            try {
                return report(server.name(), table(cluster, server));
            } catch (KvException e) {
                // A coordinator has no such table, which is no failure.
                if (!e.code().equals(ErrorCode.UNSUPPORTED.name())) {
                    silent.add(server.name() + ": " + Problem.text(e, "another one was asked"));
                }
            }
        }
        return null;
    }

    private static Reply table(Cluster cluster, Servers.Server of) {
        return Cluster.good(cluster.ask(Request.of(Verb.GOSSIP), of.address()));
    }

    /** @param asked what it is called where it does not say its id */
    private static Report report(String asked, Reply table) {
        String id = table.field("node");
        Report report = new Report("members", COLUMNS)
                .fact("told-by", id == null ? asked : id)
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
