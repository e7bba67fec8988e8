package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/** {@code kv accept-loss}: a person decides that stores which are gone are not waited for any longer. */
@Command(
        name = "accept-loss",
        description = {
            "Where a majority of the stores of some slots is gone for good, goes on with those that are left.",
            "What only the gone ones had is lost. Changes nothing else, and nothing at all where no majority is gone."
        },
        footer = {
            "",
            "Before: start every node, those whose disks are lost with empty directories, and see kv status.",
            "After: kv status reports the possible loss until kv acknowledge-loss."
        })
final class AcceptLossCommand extends InspectCommand {
    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Override
    int inspect(Cluster cluster) {
        ClusterWord word = ClusterWord.ask(cluster).ofCoordinator();
        Reply status = word.status();
        Item lost = lost(status);
        Report report = new Report("losses", List.of("epoch", "slots", "what"));
        if (lost == null) {
            write(report.draw("no slot has lost a majority of its stores"));
            return ExitCode.OK;
        }
        long slots = lost.longField("slots", 0);
        new Confirmation(kv().setting().person())
                .demand(
                        yes,
                        lost.line().text() + ": " + slots
                                + " slots go on with the stores that are left; what only the others"
                                + " had is lost",
                        "nothing was changed");
        Reply accepted = word.demand(
                cluster,
                Request.builder(Verb.ACCEPT_LOSS)
                        .argument(String.valueOf(status.field("epoch")))
                        .build());
        report.row(
                status.longField("epoch", 0),
                accepted.longField("slots", 0),
                "accepted: these slots go on with the stores that are left");
        write(report);
        return ExitCode.OK;
    }

    private static @Nullable Item lost(Reply status) {
        return status.items().stream()
                .filter(item -> "accept-loss".equals(item.field("next")))
                .findFirst()
                .orElse(null);
    }
}
