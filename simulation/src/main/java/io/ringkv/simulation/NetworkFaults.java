package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import java.util.SplittableRandom;

/** Connections that break, and machines that are cut off from others, one way or both. */
final class NetworkFaults {
    private static final long CUT_NANOS_MAX = 8_000_000_000L;

    private final World world;
    private final SimNetwork network;
    private final SimCluster cluster;
    private final Mending mending;
    private final NodeFaults nodes;

    NetworkFaults(
            World world,
            SimNetwork network,
            SimCluster cluster,
            Mending mending,
            NodeFaults nodes) {
        this.world = world;
        this.network = network;
        this.cluster = cluster;
        this.mending = mending;
        this.nodes = nodes;
    }

    boolean breakConnection(SplittableRandom random) {
        network.breakOne(random);
        return true;
    }

    boolean cut(SplittableRandom random) {
        SimHost from = nodes.any(random);
        boolean both = random.nextBoolean();
        mending.trace("cut off " + from.name() + (both ? " both ways" : " one way"));
        for (SimHost to : cluster.nodes()) {
            if (to != from && random.nextInt(4) != 0) {
                network.cut(from, to);
                if (both) {
                    network.cut(to, from);
                }
            }
        }
        if (random.nextBoolean()) {
            cluster.coordinators().stream()
                    .filter(to -> cluster.coordinators().size() == 1 || random.nextBoolean())
                    .forEach(to -> network.cut(from, to));
        }
        world.after(aWhile(random, CUT_NANOS_MAX), network::healAll);
        return true;
    }
}
