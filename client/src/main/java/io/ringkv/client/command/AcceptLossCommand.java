package io.ringkv.client.command;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

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
        Report report = new Report("losses", List.of("epoch", "slots", "what"));
        Loss first = Loss.read(cluster);
        if (first.slots() == 0) {
            write(report.draw("no slot has lost a majority of its stores"));
            return ExitCode.OK;
        }
        write(OneEpoch.decide(
                () -> Loss.read(cluster),
                Loss::isSameAs,
                this::agree,
                loss -> report.row(
                        loss.word().status().longField("epoch", 0),
                        loss.accepted(cluster).longField("slots", 0),
                        "accepted: these slots go on with the stores that are left")));
        return ExitCode.OK;
    }

    /** Where it is none any more, the coordinator says so. */
    private void agree(Loss loss) {
        if (loss.slots() == 0) {
            return;
        }
        new Confirmation(kv().setting().person())
                .demand(
                        yes,
                        loss.what() + ": " + loss.slots()
                                + " slots go on with the stores that are left; what only the others"
                                + " had is lost",
                        "nothing was changed");
    }

    /**
     * As a coordinator tells it.
     *
     * @param what which stores are gone, empty when none are missed
     */
    private record Loss(ClusterWord word, String what, long slots) {
        static Loss read(Cluster cluster) {
            ClusterWord word = ClusterWord.ask(cluster).ofCoordinator();
            return word.status().items().stream()
                    .filter(item -> "accept-loss".equals(item.field("next")))
                    .findFirst()
                    .map(item -> new Loss(word, item.line().text(), item.longField("slots", 0)))
                    .orElse(new Loss(word, "", 0));
        }

        boolean isSameAs(Loss other) {
            return what.equals(other.what) && slots == other.slots;
        }

        Reply accepted(Cluster cluster) {
            return word.demand(
                    cluster,
                    Request.builder(Verb.ACCEPT_LOSS)
                            .argument(String.valueOf(word.status().field("epoch")))
                            .build());
        }
    }
}
