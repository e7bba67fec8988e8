package io.ringkv.simulation;

import io.ringkv.node.core.StoreHealth;

import java.util.SplittableRandom;

/** Processes that die, stop, or stand still. */
final class NodeFaults {
    private static final long BACK_NANOS_MAX = 6_000_000_000L;
    private static final long STILL_NANOS_MAX = 8_000_000_000L;

    private final World world;
    private final SimCluster cluster;
    private final Mending mending;

    NodeFaults(World world, SimCluster cluster, Mending mending) {
        this.world = world;
        this.cluster = cluster;
        this.mending = mending;
    }

    SimHost any(SplittableRandom random) {
        return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    }

    /** Any length is as likely, but for no time at all. */
    static long aWhile(SplittableRandom random, long maxNanos) {
        return 1_000_000L + random.nextLong(maxNanos);
    }

    boolean crash(SplittableRandom random) {
        SimHost node = any(random);
        boolean happens = node.running();
        if (happens) {
            crash(node, aWhile(random, BACK_NANOS_MAX));
        }
        return happens;
    }

    void crash(SimHost node, long backAfterNanos) {
        mending.trace("kill -9 " + node.name());
        cluster.kill(node);
        world.after(backAfterNanos, () -> restart(node, StoreHealth.WHOLE));
    }

    boolean stop(SplittableRandom random) {
        return stop(random, any(random));
    }

    boolean stop(SplittableRandom random, SimHost node) {
        boolean happens = node.running();
        if (happens) {
            mending.trace("stop " + node.name());
            cluster.stop(node, () -> restartLater(random, node, StoreHealth.WHOLE));
        }
        return happens;
    }

    boolean pause(SplittableRandom random) {
        SimHost node = any(random);
        mending.trace("pause " + node.name());
        cluster.pause(node);
        world.after(aWhile(random, STILL_NANOS_MAX), () -> cluster.resume(node));
        return true;
    }

    boolean hang(SplittableRandom random) {
        SimHost node = any(random);
        mending.trace("the disk of " + node.name() + " hangs");
        cluster.hang(node);
        world.after(aWhile(random, STILL_NANOS_MAX), () -> cluster.resume(node));
        return true;
    }

    void restartLater(SplittableRandom random, SimHost node, StoreHealth health) {
        world.after(aWhile(random, BACK_NANOS_MAX), () -> restart(node, health));
    }

    void restart(SimHost node, StoreHealth health) {
        if (!node.running()) {
            mending.trace("start " + node.name() + " " + health);
            cluster.startNode(node, health);
        }
    }
}
