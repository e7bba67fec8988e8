package io.ringkv.simulation;

import io.ringkv.simulation.gossip.GossipMeasure;
import io.ringkv.simulation.scale.ScaleMeasure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.PrintStream;

/** {@code kv sim --gossip} and {@code --scale}: parts of a cluster that is too large to be simulated whole. */
final class ScaleOptions {
    private static final int SCALE_NODES_MAX = 2_000;
    private static final int NODES_MAX = 5_000;
    private static final int SECONDS_MAX = 86_400;
    private static final int SECONDS = 60;
    private static final int[] LOSSES = {0, 1, 5};

    @Option(
            names = "--gossip",
            description =
                    "Of gossip alone, without data: how fast news spreads among --nodes, 1000 unless"
                            + " told, and what that costs, measured over --seconds.")
    private boolean gossip;

    @Option(
            names = "--loss",
            paramLabel = "PERCENT",
            description = "With --gossip: so many packets are lost (default: 0, then 1, then 5).")
    private @Nullable String loss;

    @Option(
            names = "--scale",
            description =
                    "Of a coordinator with --nodes, 1000 unless told: bytes of views, of a node's death,"
                            + " and of heartbeats.")
    private boolean scale;

    boolean asked() {
        if (gossip && scale) {
            throw new IllegalArgumentException(
                    "--gossip and --scale are two things to measure; give one");
        }
        if (loss != null && !gossip) {
            throw new IllegalArgumentException(
                    "--loss goes with --gossip: other runs draw what the network loses");
        }
        return gossip || scale;
    }

    void run(
            @Nullable String seed,
            @Nullable String nodes,
            @Nullable String seconds,
            PrintStream out) {
        if (scale) {
            out.println(ScaleMeasure.take(
                    nodes == null
                            ? 1000
                            : (int) SimCommand.number("--nodes", nodes, 4, SCALE_NODES_MAX)));
            return;
        }
        long number = seed == null ? 1 : SimCommand.number("--seed", seed, 0, Long.MAX_VALUE);
        int size = nodes == null ? 1000 : (int) SimCommand.number("--nodes", nodes, 2, NODES_MAX);
        long time =
                seconds == null ? SECONDS : SimCommand.number("--seconds", seconds, 1, SECONDS_MAX);
        int[] losses =
                loss == null ? LOSSES : new int[] {(int) SimCommand.number("--loss", loss, 0, 50)};
        for (int percent : losses) {
            out.println(GossipMeasure.take(number, size, percent, time));
        }
    }
}
