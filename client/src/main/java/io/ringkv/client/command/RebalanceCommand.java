package io.ringkv.client.command;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
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
    private static final List<String> FIELDS =
            List.of("slots", "comes", "goes", "then", "primaries-then");

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
        write(report(shows ? left : MovesLeft.ask(cluster, word), given));
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

    private Report report(MovesLeft left, long given) {
        long rate = given >= 0 ? given : left.reply().longField("throttle", 0);
        long seconds = rate > 0 ? left.bytes() / rate : left.reply().longField("seconds", -1);
        Report report = new Report(
                "nodes", List.of("node", "now", "coming", "going", "then", "primaries-then"));
        report.fact("slots", left.reply().longField("slots", 0))
                .fact("copies", left.copies())
                .fact("bytes", left.bytes());
        if (seconds >= 0) {
            report.fact("seconds", seconds);
        }
        String mode = left.mode();
        if (mode != null) {
            report.fact("moves", mode).fact("throttle", rate);
        }
        for (Item item : left.reply().items()) {
            Object[] cells = new Object[1 + FIELDS.size()];
            cells[0] = item.word(1);
            for (int i = 0; i < FIELDS.size(); i++) {
                cells[1 + i] = item.longField(FIELDS.get(i), 0);
            }
            report.row(cells);
        }
        return report.draw(sum(left, rate, seconds));
    }

    private static String sum(MovesLeft left, long rate, long seconds) {
        if (left.nothing()) {
            return "nothing is left to move" + left.still();
        }
        return left.text()
                + (rate > 0 && left.still().isEmpty()
                        ? "; at most " + seconds + " s at " + Sizes.text(rate) + " a second"
                        : "");
    }
}
