package io.ringkv.client.command;

import io.ringkv.hashing.Placement;
import io.ringkv.hashing.PlacementStats;
import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code kv ring}: who holds how much of the ring, and how fair a ring of any size would be. */
@Command(
        name = "ring",
        description = "Shows each node's share of the slots, or computes the balance of a ring.",
        footer = {
            "",
            "Example: kv ring --simulate 10",
            "asks no server: placement is a pure function."
        })
final class RingCommand extends InspectCommand {
    /** Above every fair share, so that no node is ever passed over. */
    private static final double UNBOUNDED = 1e6;

    @Option(
            names = "--simulate",
            paramLabel = "N",
            description =
                    "Compute the balance for nodes n1 to nN instead, and what one more moves.")
    private @Nullable Integer nodes;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Copies of each slot, with --simulate (default: 3).")
    private @Nullable Integer replicas;

    @Override
    public Integer call() {
        if (nodes != null) {
            return simulate(nodes, replicas == null ? RingSettings.DEFAULT.replicas() : replicas);
        }
        if (replicas != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--replicas goes with --simulate; how many copies the cluster keeps is in the"
                            + " answer without it");
        }
        return super.call();
    }

    private Integer simulate(int count, int replicas) {
        Bounds.number("--simulate", count, 1, 1000);
        Bounds.number("--replicas", replicas, 1, 100);
        Report report = new Report(
                "placements",
                List.of(
                        "placement",
                        "busiest-primary",
                        "busiest-replica",
                        "moved-by-join",
                        "ideal"));
        report.fact("nodes", count).fact("replicas", replicas);
        RingSettings bounded = RingSettings.DEFAULT;
        add(report, "plain", count, replicas, UNBOUNDED);
        add(report, "bounded", count, replicas, bounded.loadBound());
        write(report);
        return ExitCode.OK;
    }

    private static void add(Report report, String name, int count, int replicas, double bound) {
        RingSettings settings =
                new RingSettings(replicas, RingSettings.DEFAULT.virtualNodesPerWeight(), bound);
        Placement before = Placement.compute(members(count), settings);
        Placement after = Placement.compute(members(count + 1), settings);
        PlacementStats stats = PlacementStats.of(before);
        report.row(
                name,
                String.format(Locale.ROOT, "%.3f", stats.busiestPrimary()),
                String.format(Locale.ROOT, "%.3f", stats.busiestReplica()),
                percent(PlacementStats.moved(before, after)),
                percent(PlacementStats.idealMoved(before, after)));
    }

    private static List<RingMember> members(int count) {
        List<RingMember> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(RingMember.of("n" + i));
        }
        return members;
    }

    @Override
    int inspect(Cluster cluster) {
        View view = cluster.view();
        Reply counted = ViewReplies.nodes(view);
        Report report = new Report(
                "nodes",
                List.of(
                        "node",
                        "zone",
                        "weight",
                        "state",
                        "slots",
                        "of-all",
                        "primaries",
                        "of-primaries"));
        report.fact("epoch", view.epoch())
                .fact("replicas", view.replicas())
                .fact("virtual-nodes", view.virtualNodes());
        double all = 0;
        for (Item item : counted.items()) {
            all += slots(item);
        }
        for (int i = 0; i < view.members().size(); i++) {
            Member member = view.members().get(i);
            Item item = counted.items().get(i);
            long primaries = item.longField("primaries", 0);
            report.row(
                    member.id(),
                    member.zone().isEmpty() ? "-" : member.zone(),
                    member.weight(),
                    member.state().name(),
                    slots(item),
                    percent(all == 0 ? 0 : slots(item) / all),
                    primaries,
                    percent((double) primaries / SlotSet.SLOTS));
        }
        RingDrawing.of(view).forEach(report::draw);
        write(report);
        return ExitCode.OK;
    }

    /** The field says {@code 0(spare)} of a node that holds nothing. */
    private static long slots(Item item) {
        return item.longField("slots", 0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
