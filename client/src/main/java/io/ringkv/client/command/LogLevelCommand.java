package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** {@code kv log-level}: how much the servers log, without a restart. */
@Command(
        name = "log-level",
        description = "Sets how much every server logs, or one of them, and prints old and new.",
        footer = {
            "",
            "It holds until the server ends. Servers take it from their own machine only.",
            "Example: kv log-level debug --logger io.ringkv.transport --node n2"
        })
final class LogLevelCommand extends InspectCommand {
    @Parameters(
            paramLabel = "off|error|warn|info|debug|trace",
            description = "Events of this level and above are logged.")
    private Level level = Level.info;

    /** As the protocol writes them. */
    private enum Level {
        off,
        error,
        warn,
        info,
        debug,
        trace
    }

    @Option(
            names = "--logger",
            paramLabel = "NAME",
            description = "A package or class, or root (default: io.ringkv, which is all of ours).")
    private @Nullable String logger;

    @Option(
            names = "--node",
            paramLabel = "ID",
            description = "That node alone (default: the servers that are named and every node).")
    private @Nullable String node;

    @Override
    int inspect(Cluster cluster) {
        Bounds.text("--logger", logger, "[A-Za-z0-9_.$]+", "a package, a class, or root");
        Bounds.text("--node", node, "[A-Za-z0-9._-]{1,64}", "an id as kv nodes lists them");
        String one = node;
        List<Servers.Server> servers = one == null
                ? Servers.all(cluster, kv().servers())
                : List.of(Servers.node(cluster, one));
        Report report = new Report("servers", List.of("server", "logger", "old", "new"));
        List<KvException> silent = new ArrayList<>();
        for (Servers.Server server : servers) {
            try {
                Reply reply = Cluster.good(cluster.ask(question(), server.address()));
                report.row(
                        server.name(),
                        said(reply, "logger"),
                        said(reply, "old"),
                        said(reply, "new"));
            } catch (KvException e) {
                if (e.errorClass() == ErrorClass.FATAL) {
                    // What is asked is wrong, whoever is asked.
                    throw e;
                }
                silent.add(e);
            }
        }
        String meanwhile = silent.size() == servers.size()
                ? "no level was changed"
                : "the other servers were told";
        silent.forEach(e -> warn(Problem.text(e, meanwhile)));
        if (silent.size() < servers.size()) {
            write(report);
        }
        return silent.isEmpty() ? ExitCode.OK : ExitCode.of(silent.get(silent.size() - 1));
    }

    private Request question() {
        Request.Builder question = Request.builder(Verb.LOG_LEVEL);
        String given = logger;
        if (given != null) {
            question.argument(given);
        }
        return question.argument(level.name()).build();
    }

    private static String said(Reply reply, String name) {
        String value = reply.field(name);
        return value == null ? "-" : value;
    }
}
