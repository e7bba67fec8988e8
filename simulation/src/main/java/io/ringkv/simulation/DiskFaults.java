package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import io.ringkv.node.core.StoreHealth;

import java.util.List;
import java.util.SplittableRandom;

/** Disks that lose what was not synced, fill up, fail, are replaced, or are put back from an old copy. */
final class DiskFaults {
    private static final long BACK_NANOS_MAX = 6_000_000_000L;

    private final World world;
    private final SimCluster cluster;
    private final Mending mending;
    private final NodeFaults nodes;
    private final CoordinatorFaults coordinator;

    DiskFaults(
            World world,
            SimCluster cluster,
            Mending mending,
            NodeFaults nodes,
            CoordinatorFaults coordinator) {
        this.world = world;
        this.cluster = cluster;
        this.mending = mending;
        this.nodes = nodes;
        this.coordinator = coordinator;
    }

    boolean full(SplittableRandom random) {
        SimHost node = nodes.any(random);
        mending.trace("the disk of " + node.name() + " is nearly full");
        cluster.diskFull(node, true);
        world.after(aWhile(random, BACK_NANOS_MAX), () -> cluster.diskFull(node, false));
        return true;
    }

    boolean syncError(SplittableRandom random) {
        SimHost node = nodes.any(random);
        cluster.failSync(node, () -> {
            boolean fails = mending.takesACopy();
            if (fails) {
                mending.trace("a sync of " + node.name() + " fails");
                nodes.restartLater(random, node, StoreHealth.DOUBTFUL);
                mending.untilInSync();
            }
            return fails;
        });
        return true;
    }

    boolean powerCut(SplittableRandom random) {
        SimHost node = nodes.any(random);
        boolean happens = node.running() && mending.takesACopy();
        if (happens) {
            StoreHealth health = cluster.powerCut(node);
            world.after(aWhile(random, BACK_NANOS_MAX), () -> {
                nodes.restart(node, health);
                mending.untilInSync();
            });
        }
        return happens;
    }

    /** At a moment when nothing is lost by it, which nobody can know: every store comes back doubtful. */
    boolean powerCutOfAll(SplittableRandom random) {
        if (!mending.takesMore()) {
            return false;
        }
        for (SimHost node : cluster.nodes()) {
            cluster.disks().of(node).syncAll();
            nodes.restartLater(random, node, cluster.powerCut(node));
        }
        if (random.nextBoolean()) {
            coordinator.losesPower(random);
        }
        mending.untilInSync();
        return true;
    }

    /** A disk dies, and the node comes back in its place with an empty one. */
    boolean wipe(SplittableRandom random) {
        SimHost node = nodes.any(random);
        boolean happens = node.running() && mending.takesACopy();
        if (happens) {
            mending.trace("wipe " + node.name());
            cluster.kill(node);
            cluster.disks().wipe(node);
            world.after(aWhile(random, BACK_NANOS_MAX), () -> {
                nodes.restart(node, StoreHealth.EMPTY);
                mending.untilInSync();
            });
        }
        return happens;
    }

    /** At a moment when every replica has everything: one of each slot is left, and waits until a person says so. */
    boolean wipeAMajority(SplittableRandom random, int replicas) {
        List<SimHost> all = cluster.nodes();
        int first = random.nextInt(all.size());
        if (!mending.takesMore()) {
            return false;
        }
        for (int i = 0; i < replicas - 1; i++) {
            SimHost node = all.get((first + i) % all.size());
            mending.trace("wipe " + node.name() + " with others");
            cluster.kill(node);
            cluster.disks().wipe(node);
            nodes.restartLater(random, node, StoreHealth.EMPTY);
        }
        acceptUntilInSync();
        mending.untilInSync();
        return true;
    }

    private void acceptUntilInSync() {
        world.after(1_000_000_000L, () -> {
            if (!mending.allInSync()) {
                cluster.coordinators().acceptLoss();
                acceptUntilInSync();
            }
        });
    }

    /** A node is down, and comes back with a copy of its disk from before its last start. */
    boolean oldCopy(SplittableRandom random) {
        SimHost node = nodes.any(random);
        if (!node.running() || !mending.takesACopy()) {
            return false;
        }
        mending.trace("kill -9 " + node.name() + ", and copy its disk");
        cluster.kill(node);
        SimDisks.DiskCopy copy = cluster.disks().copy(node);
        world.after(aWhile(random, 2_000_000_000L), () -> {
            nodes.restart(node, StoreHealth.WHOLE);
            world.after(aWhile(random, BACK_NANOS_MAX), () -> {
                mending.trace("put the old copy back on " + node.name());
                cluster.kill(node);
                cluster.disks().restore(node, copy);
                nodes.restart(node, StoreHealth.WHOLE);
                mending.untilInSync();
            });
        });
        return true;
    }
}
