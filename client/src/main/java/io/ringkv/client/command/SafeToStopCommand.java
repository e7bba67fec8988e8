package io.ringkv.client.command;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code kv safe-to-stop}: whether a node may be stopped now, for scripts of operators. */
@Command(
        name = "safe-to-stop",
        description = {
            "Says whether every slot would still be served if a node were stopped now.",
            "Exits with 9 when some would not be, and names them."
        },
        footer = {"", "Example: kv safe-to-stop n2 && systemctl stop ringkv-node"})
final class SafeToStopCommand extends InspectCommand {
    private static final int COPIES_TO_LOSE_ONE = 3;

    @Parameters(paramLabel = "NODE", description = "Its id, as kv nodes lists them.")
    private String node = "";

    @Override
    int inspect(Cluster cluster) {
        NamedNode named = NamedNode.of(cluster, node);
        Reply reply =
                named.demand(Request.builder(Verb.SAFE_TO_STOP).argument(node).build());
        boolean safe = "yes".equals(reply.field("safe"));
        byte[] block = reply.block();
        String atRisk = block == null ? "" : new String(block, StandardCharsets.US_ASCII);
        Report report = new Report("nodes", List.of("node", "safe", "slots-at-risk", "slots"))
                .row(node, safe ? "yes" : "no", reply.longField("slots", 0), atRisk);
        write(report.draw(
                safe
                        ? node + " can be stopped: every slot is served without it"
                        : "without " + node + " the slots " + atRisk
                                + " would have no majority in sync; "
                                + advice(named.word().status())));
        return safe ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    /** Of one copy, and of two, each is needed, and there is nothing to wait for. */
    private static String advice(Reply status) {
        long copies = Math.min(status.longField("replicas", 0), status.longField("nodes", 0));
        return copies < COPIES_TO_LOSE_ONE
                ? "it takes three copies of each key to do without one: start nodes until there"
                        + " are three, and: kv set-replicas 3"
                : "wait for those that are away, or behind, and ask again; kv status names who is"
                        + " away";
    }
}
