package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Connections that break, and machines that are cut off from others, one way or both. */
final class NetworkFaults {
    private static final long CUT_NANOS_MAX = 8_000_000_000L;

    /** Who is away for longer is replaced, as a rule. */
    private static final long REPLACED_NANOS = 3_000_000_000L;

    private static final long STAYS_NANOS_MAX = 6_000_000_000L;
    private static final long GOES_OVER_NANOS_MAX = 3_000_000_000L;

    private final World world;
    private final SimNetwork network;
    private final Cuts cuts;
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
        this.cuts = network.cuts();
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
                cuts.cut(from, to);
                if (both) {
                    cuts.cut(to, from);
                }
            }
        }
        if (random.nextBoolean()) {
            cluster.coordinators().all().stream()
                    .filter(to -> cluster.coordinators().all().size() == 1 || random.nextBoolean())
                    .forEach(to -> cuts.cut(from, to));
        }
        world.after(aWhile(random, CUT_NANOS_MAX), cuts::healAll);
        return true;
    }

    /** One does not hear of its successor, but for others that reach both and know, or soon will. */
    boolean apart(SplittableRandom random) {
        List<SimHost> others = new ArrayList<>(cluster.nodes());
        SimHost one = others.remove(random.nextInt(others.size()));
        if (others.isEmpty() || cuts.any()) {
            return false;
        }
        SimHost other = others.get(random.nextInt(others.size()));
        mending.trace("cut " + one.name() + " and " + other.name() + " apart");
        cuts.cutApart(one, other);
        cluster.coordinators().all().forEach(to -> cuts.cutApart(one, to));
        world.after(REPLACED_NANOS + aWhile(random, STAYS_NANOS_MAX), cuts::healAll);
        return true;
    }

    /** One is replaced by those on the other side; then somebody who was there comes over to it. */
    boolean split(SplittableRandom random) {
        List<SimHost> others = new ArrayList<>(cluster.nodes());
        SimHost one = others.remove(random.nextInt(others.size()));
        if (others.isEmpty() || cuts.any()) {
            return false;
        }
        SimHost comesOver = others.remove(random.nextInt(others.size()));
        others.addAll(cluster.coordinators().all());
        mending.trace("cut off " + one.name() + " from all");
        cuts.cutApart(one, comesOver);
        others.forEach(other -> cuts.cutApart(one, other));
        world.after(REPLACED_NANOS + aWhile(random, GOES_OVER_NANOS_MAX), () -> {
            comeOver(random, comesOver, others);
            cuts.heal(one, comesOver);
        });
        return true;
    }

    private void comeOver(SplittableRandom random, SimHost node, List<SimHost> from) {
        mending.trace("cut off " + node.name() + " on the other side");
        from.forEach(other -> cuts.cutApart(node, other));
        if (node.running() && random.nextBoolean()) {
            nodes.crash(node, aWhile(random, GOES_OVER_NANOS_MAX));
        }
        world.after(aWhile(random, STAYS_NANOS_MAX), cuts::healAll);
    }
}
