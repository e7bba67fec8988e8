package io.ringkv.client.command;

import io.ringkv.client.core.Durations;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code kv top}: what every node does right now, again and again. */
@Command(
        name = "top",
        description = {
            "Shows live what each node does: operations a second, latencies, replicas that lag, what moves.",
            "On a terminal until Ctrl-C; elsewhere once, or --count times."
        },
        footer = {
            "",
            "Latencies are of the last ten to twenty seconds, from the request to its answer at the node that took",
            "it. unacked is what replicas have not acknowledged yet, behind how many of them are not in sync."
        })
final class TopCommand extends InspectCommand {
    private static final String CLEAR_SCREEN = "\033[H\033[2J";
    private static final int COUNT_MAX = 1_000_000;
    private static final double SECOND = 1e9;

    private static final List<String> COLUMNS = List.of(
            "node",
            "writes/s",
            "reads/s",
            "forwarded/s",
            "applied/s",
            "p50-us",
            "p99-us",
            "max-us",
            "keys",
            "unacked",
            "behind");

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Between two looks: 500ms, 5s (default: 1s).")
    private String interval = "1s";

    @Option(names = "--count", paramLabel = "N", description = "So many looks, then it ends.")
    private @Nullable Integer count;

    @Override
    int inspect(Cluster cluster) {
        long pauseNanos = Durations.nanos(interval);
        if (pauseNanos == 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--interval=" + interval
                            + " is no time: that is a number above 0 with its unit," + " at most "
                            + Durations.LARGEST + "; write --interval=1s");
        }
        boolean live = kv().setting().screen() && format() == OutputFormat.table;
        int looks = looks(live);
        List<Servers.Server> nodes = Servers.nodes(cluster);
        Sample before = Sample.take(cluster, nodes);
        for (int look = 0; look < looks; look++) {
            pause(pauseNanos);
            nodes = Servers.nodes(cluster);
            Sample now = Sample.take(cluster, nodes);
            if (live) {
                kv().streams().out().print(CLEAR_SCREEN);
            }
            write(report(nodes, before, now));
            before = now;
        }
        return before.nodes().size() == nodes.size() ? ExitCode.OK : ExitCode.CANNOT_CONNECT;
    }

    private int looks(boolean live) {
        Integer given = count;
        if (given != null) {
            Bounds.number("--count", given, 1, COUNT_MAX);
            return given;
        }
        return live ? COUNT_MAX : 1;
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private static Report report(List<Servers.Server> nodes, Sample before, Sample now) {
        Report report = new Report("nodes", COLUMNS);
        double seconds = (now.nanos() - before.nanos()) / SECOND;
        long writes = 0;
        long reads = 0;
        for (Servers.Server server : nodes) {
            String node = server.name();
            if (!now.nodes().containsKey(node)) {
                report.row(node, "away", "-", "-", "-", "-", "-", "-", "-", "-", "-");
                continue;
            }
            report.row(
                    node,
                    rate(before, now, node, "writes", seconds),
                    rate(before, now, node, "reads", seconds),
                    rate(before, now, node, "forwarded", seconds),
                    rate(before, now, node, "records-applied", seconds),
                    now.count(node, "p50-us"),
                    now.count(node, "p99-us"),
                    now.count(node, "max-us"),
                    now.count(node, "keys-primary"),
                    now.count(node, "unacknowledged-bytes"),
                    now.count(node, "followers-out"));
            writes += rate(before, now, node, "writes", seconds);
            reads += rate(before, now, node, "reads", seconds);
        }
        report.fact("health", now.health() == null ? "unknown" : now.health())
                .fact("writes/s", writes)
                .fact("reads/s", reads);
        return moves(report, before, now, seconds);
    }

    /** A node that was started in between has counted from nothing. */
    private static long rate(Sample before, Sample now, String node, String name, double seconds) {
        long then = before.count(node, name);
        long more = now.count(node, name) - then;
        return Math.round(
                (more < 0 ? now.count(node, name) : before.nodes().containsKey(node) ? more : 0)
                        / seconds);
    }

    private static Report moves(Report report, Sample before, Sample now, double seconds) {
        MovesLeft left = now.left();
        MovesLeft leftBefore = before.left();
        if (left == null || left.nothing()) {
            return report;
        }
        report.fact("copies-to-move", left.copies());
        long done = leftBefore == null ? 0 : leftBefore.copies() - left.copies();
        return report.draw(left.text()
                + (done > 0 ? "; about " + Math.round(left.copies() * seconds / done) + " s" : ""));
    }
}
