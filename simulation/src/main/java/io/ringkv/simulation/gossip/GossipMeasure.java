package io.ringkv.simulation.gossip;

import io.ringkv.node.core.GossipPace;
import io.ringkv.protocol.view.View;

import java.util.Locale;

/**
 * What gossip costs and achieves at one size and one share of lost packets: a new view that one node has, a while in
 * which nothing happens, and a machine that loses its power.
 *
 * @param spreadSeconds until every node has a view that one had; -1 for not within a minute
 * @param messages of one node in a second, answers among them
 * @param bytes of one node in a second
 * @param falseSuspicions of nodes that were there, in the seconds of the quiet while
 * @param suspectedSeconds until the first node suspects the one that is gone
 * @param knownSeconds until all do
 */
public record GossipMeasure(
        int nodes,
        int lossPercent,
        double spreadSeconds,
        double messages,
        double bytes,
        long falseSuspicions,
        long seconds,
        double suspectedSeconds,
        double knownSeconds) {
    private static final long WARM_UP_SECONDS = 5;
    private static final long SECONDS_MAX = 120;
    private static final int HOUR = 3600;

    /** The same for the same seed. */
    public static GossipMeasure take(long seed, int size, int lossPercent, long seconds) {
        GossipCluster cluster = new GossipCluster(seed, size, lossPercent);
        cluster.seconds(WARM_UP_SECONDS);
        View newer = cluster.view(2);
        cluster.nodes().get(0).adopt(newer);
        double spread = cluster.secondsUntil(
                SECONDS_MAX,
                () -> cluster.nodes().stream()
                        .allMatch(node -> node.view().epoch() == newer.epoch()));
        long bytes = bytes(cluster);
        long sent = sum(cluster, Kind.SENT);
        long suspicions = sum(cluster, Kind.SUSPICIONS);
        cluster.seconds(seconds);
        double nodeSeconds = (double) size * seconds;
        double messages = (sum(cluster, Kind.SENT) - sent) / nodeSeconds;
        double bytesSent = (bytes(cluster) - bytes) / nodeSeconds;
        long falseOnes = sum(cluster, Kind.SUSPICIONS) - suspicions;
        GossipNode gone = cluster.nodes().get(size - 1);
        gone.powerCut();
        String id = GossipCluster.id(size);
        double first = cluster.secondsUntil(
                SECONDS_MAX,
                () -> cluster.nodes().stream()
                        .anyMatch(node -> node.running() && node.gossip().isSuspected(id)));
        double rest = cluster.secondsUntil(
                SECONDS_MAX,
                () -> cluster.nodes().stream()
                        .allMatch(node -> !node.running() || node.gossip().isSuspected(id)));
        return new GossipMeasure(
                size,
                lossPercent,
                spread,
                messages,
                bytesSent,
                falseOnes,
                seconds,
                first,
                rest < 0 ? rest : first + rest);
    }

    private enum Kind {
        SENT,
        SUSPICIONS
    }

    private static long sum(GossipCluster cluster, Kind kind) {
        return cluster.nodes().stream()
                .map(GossipNode::gossip)
                .mapToLong(gossip -> kind == Kind.SENT ? gossip.sent() : gossip.suspicions())
                .sum();
    }

    private static long bytes(GossipCluster cluster) {
        return cluster.nodes().stream().mapToLong(GossipNode::bytes).sum();
    }

    /** Of the whole cluster. */
    public double falseSuspicionsPerHour() {
        return (double) falseSuspicions * HOUR / seconds;
    }

    @Override
    public String toString() {
        double rounds = spreadSeconds * GossipCluster.SECOND / GossipPace.DEFAULT.intervalNanos();
        return String.format(
                Locale.ROOT,
                "%d nodes, %d %% of packets lost: a new view is everywhere after %.1f s (%.1f rounds);"
                        + " a node sends %.1f messages and %.0f bytes a second;"
                        + " %.0f false suspicions an hour (%d in %d s);"
                        + " a machine without power is suspected after %.1f s, by all after %.1f s",
                nodes,
                lossPercent,
                spreadSeconds,
                rounds,
                messages,
                bytes,
                falseSuspicionsPerHour(),
                falseSuspicions,
                seconds,
                suspectedSeconds,
                knownSeconds);
    }
}
