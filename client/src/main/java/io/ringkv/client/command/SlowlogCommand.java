package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code kv slowlog}: the last slow requests of all servers, beside each other in the order of time. */
@Command(
        name = "slowlog",
        description = "Lists the last requests that took long, on every server, the newest first.",
        footer = {
            "",
            "What is long is an option of each server: --slow-after, 100ms unless given.",
            "A forwarded request stands twice: where its client sent it, and where it was served."
        })
final class SlowlogCommand extends InspectCommand {
    /** Far above what any number of servers remembers. */
    private static final int COUNT_MAX = 1_000_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** One line of the list; clocks of different machines may differ, so its place is a good guess. */
    private record Entry(String server, Item item) {
        long atMillis() {
            return item.longField("at-ms", 0);
        }

        void writeTo(Report report) {
            report.row(
                    TIME.format(Instant.ofEpochMilli(atMillis())),
                    server,
                    item.word(0),
                    item.word(1).isEmpty() ? "-" : item.word(1),
                    BigDecimal.valueOf(item.longField("took-us", 0), 3),
                    orDash(item.field("status")),
                    orDash(item.field("from")),
                    item.field("forwarded") == null ? "no" : "yes",
                    orDash(item.field("trace")));
        }

        private static String orDash(@Nullable String text) {
            return text == null ? "-" : text;
        }
    }

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many to list (default: 20); a server remembers the last 128.")
    private int count = 20;

    @Override
    int inspect(Cluster cluster) {
        Bounds.number("--count", count, 1, COUNT_MAX);
        List<Servers.Server> servers = Servers.all(cluster, kv().servers());
        List<Entry> entries = new ArrayList<>();
        int answered = 0;
        for (Servers.Server server : servers) {
            try {
                Request question = Request.builder(Verb.SLOWLOG)
                        .argument(Integer.toString(count))
                        .build();
                Reply reply = Cluster.good(cluster.ask(question, server.address()));
                reply.items().forEach(item -> entries.add(new Entry(server.name(), item)));
                answered++;
            } catch (KvException e) {
                warn(Problem.text(e, "those who answered are shown"));
            }
        }
        write(report(entries, answered));
        return answered == servers.size() ? ExitCode.OK : ExitCode.CANNOT_CONNECT;
    }

    private Report report(List<Entry> entries, int answered) {
        Report report = new Report(
                "requests",
                List.of(
                        "at",
                        "server",
                        "verb",
                        "key",
                        "took-ms",
                        "status",
                        "from",
                        "forwarded",
                        "trace"));
        report.fact("servers", answered);
        entries.stream()
                .sorted(Comparator.comparingLong(Entry::atMillis).reversed())
                .limit(count)
                .forEach(entry -> entry.writeTo(report));
        return entries.isEmpty() ? report.draw("no request was slow") : report;
    }
}
