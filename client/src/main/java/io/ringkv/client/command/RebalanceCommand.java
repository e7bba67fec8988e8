package io.ringkv.client.command;

import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;

/** {@code kv rebalance}: what moves between nodes, and how an operator steers it. */
@Command(
        name = "rebalance",
        description = {
            "Shows which copies of slots move between nodes, and starts, slows, pauses or gives up moves.",
            "Moves begin by themselves when nodes join or leave, unless a coordinator has --manual-moves."
        },
        footer = {
            "",
            "  plan    what start would move; changes nothing",
            "  start   counts the nodes that are there now, and moves what that takes",
            "  pause   what has begun waits where it is, until resume",
            "  cancel  what has begun is given up; nothing moves until start or resume",
            "  status  what is left to move",
            "",
            "Example: kv rebalance start --throttle 50MB/s"
        })
final class RebalanceCommand extends InspectCommand {
    /** As the protocol writes them. */
    private enum Action {
        plan,
        start,
        pause,
        resume,
        cancel,
        status
    }

    @Parameters(
            paramLabel = "plan|start|pause|resume|cancel|status",
            description = "What to do, or to show.")
    private Action action = Action.status;

    @Option(
            names = "--throttle",
            paramLabel = "SIZE/s|unlimited",
            description = {
                "How much each node sends to new places in a second: 500KB/s, 50MB/s, 1GiB/s.",
                "With start and resume it stays; with plan it says how long that would take."
            })
    private @Nullable String throttle;

    @Override
    int inspect(Cluster cluster) {
        long given = throttle();
        ClusterWord word = ClusterWord.ask(cluster).ofCoordinator();
        Request.Builder request = MovesLeft.question(action.name().toUpperCase(Locale.ROOT));
        if (given >= 0) {
            request.option(io.ringkv.protocol.Option.THROTTLE, Long.toString(given));
        }
        MovesLeft left = new MovesLeft(word.demand(cluster, request.build()));
        boolean shows = action == Action.plan || action == Action.status;
        write(MovesReport.of(shows ? left : MovesLeft.ask(cluster, word), given));
        return ExitCode.OK;
    }

    /** In bytes a second, 0 for no limit; -1 when nothing is said of it. */
    private long throttle() {
        String text = throttle;
        if (text == null) {
            return -1;
        }
        long rate = text.equals("unlimited") ? 0 : Sizes.bytes(text.replaceAll("/s$", ""));
        if (rate < 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--throttle=" + text + " is no size with its unit: that is up to nine digits"
                            + " and B, KB, MB, GB, KiB, MiB or GiB; write --throttle=50MB/s, or"
                            + " unlimited");
        }
        if (action == Action.pause || action == Action.cancel || action == Action.status) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--throttle goes with plan, start and resume, and does nothing for " + action
                            + "; leave one of the two out");
        }
        return rate;
    }
}
