package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Objects;

/** {@code kv acknowledge-loss}: somebody has read that a power cut may have cost writes. */
@Command(
        name = "acknowledge-loss",
        description =
                "Shows the possible loss that status reports, and ends that report. Nothing else changes.")
final class AcknowledgeLossCommand extends InspectCommand {
    @Option(names = "--yes", description = "Does not ask; without a terminal nobody is asked.")
    private boolean yes;

    @Override
    int inspect(Cluster cluster) {
        ClusterWord word = ClusterWord.ask(cluster).ofCoordinator();
        List<Item> notes = word.status().items().stream()
                .filter(item -> item.word(0).equals("NOTE") && item.field("epoch") != null)
                .toList();
        Report report = new Report("losses", List.of("epoch", "slots", "what"));
        for (Item note : notes) {
            confirm(note);
            String epoch = Objects.requireNonNull(note.field("epoch"));
            word.demand(
                    cluster,
                    Request.builder(Verb.ACKNOWLEDGE_LOSS).argument(epoch).build());
            report.row(
                    Report.cell(epoch),
                    note.longField("slots", 0),
                    "acknowledged, and the report is ended: " + what(note));
        }
        write(notes.isEmpty() ? report.draw("no loss is reported") : report);
        return ExitCode.OK;
    }

    private void confirm(Item note) {
        if (!yes) {
            new Confirmation(kv().setting().person())
                    .askWhoIsThere(
                            "of " + note.longField("slots", 0) + " slots, in epoch "
                                    + note.field("epoch") + ": " + what(note)
                                    + ". This is the only report of it, and it ends",
                            "the report goes on");
        }
    }

    /** Without what to do next, which is being done. */
    private static String what(Item note) {
        String text = note.line().text();
        int next = text.indexOf(". Look at ");
        return next < 0 ? text : text.substring(0, next);
    }
}
