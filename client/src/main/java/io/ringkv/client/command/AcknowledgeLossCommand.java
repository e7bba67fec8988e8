package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code kv acknowledge-loss}: somebody has read that a power cut may have cost writes. */
@Command(
        name = "acknowledge-loss",
        description =
                "Shows the possible loss that status reports, and ends that report. Nothing else changes.")
final class AcknowledgeLossCommand extends InspectCommand {
    @Override
    int inspect(Cluster cluster) {
        Reply status = cluster.demand(Request.of(Verb.STATUS));
        Report report = new Report("losses", List.of("epoch", "slots", "what"));
        boolean reported = false;
        for (Item item : status.items()) {
            String epoch = item.field("epoch");
            if (item.word(0).equals("NOTE") && epoch != null) {
                cluster.demand(
                        Request.builder(Verb.ACKNOWLEDGE_LOSS).argument(epoch).build());
                report.row(
                        Report.cell(epoch),
                        item.longField("slots", 0),
                        "acknowledged: " + item.line().text());
                reported = true;
            }
        }
        write(reported ? report : report.draw("no loss is reported"));
        return ExitCode.OK;
    }
}
