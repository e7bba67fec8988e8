package io.ringkv.simulation;

import io.ringkv.node.core.StoreHealth;

import java.util.List;
import java.util.function.Consumer;

/** Breaks things at random while a run lasts, each kind at the rate that the settings give, and mends all at the end. */
final class FaultInjector {
    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final SimCluster cluster;
    private final Consumer<String> trace;
    private boolean stopped;
    /** A copy of data or metadata may be missing somewhere: until it is back, no other may go. */
    private boolean copyMissing;

    FaultInjector(
            World world,
            SimSettings settings,
            SimNetwork network,
            SimCluster cluster,
            Consumer<String> trace) {
        this.world = world;
        this.settings = settings;
        this.network = network;
        this.cluster = cluster;
        this.trace = trace;
    }

    void start() {
        every(settings.breakEveryNanos(), network::breakOne);
        every(settings.crashEveryNanos(), this::crash);
        every(settings.powerCutEveryNanos(), this::powerCut);
        every(settings.wipeEveryNanos(), this::wipe);
        every(settings.pauseEveryNanos(), this::pause);
        every(settings.cutEveryNanos(), this::cut);
        every(settings.coordinatorCrashEveryNanos(), this::crashCoordinator);
        every(settings.leaderLossEveryNanos(), () -> cluster.log().loseLeader());
    }

    private void every(long mean, Runnable fault) {
        if (mean > 0) {
            world.after(mean / 2 + world.faults().nextLong(mean), () -> {
                if (!stopped) {
                    fault.run();
                    every(mean, fault);
                }
            });
        }
    }

    private SimHost anyNode() {
        List<SimHost> nodes = cluster.nodes();
        return nodes.get(world.faults().nextInt(nodes.size()));
    }

    private long aWhile(long maxNanos) {
        return 1_000_000L + world.faults().nextLong(maxNanos);
    }

    private void crash() {
        SimHost node = anyNode();
        if (node.running()) {
            if (world.faults().nextInt(3) == 0) {
                trace.accept("stop " + node.name());
                cluster.stop(node, () -> restartLater(node));
            } else {
                trace.accept("kill -9 " + node.name());
                cluster.kill(node);
                restartLater(node);
            }
        }
    }

    private void restartLater(SimHost node) {
        world.after(aWhile(6_000_000_000L), () -> restart(node, StoreHealth.WHOLE));
    }

    private void restart(SimHost node, StoreHealth health) {
        if (!node.running()) {
            trace.accept("start " + node.name() + " " + health);
            cluster.startNode(node, health);
        }
    }

    /** One machine at a time: two at once may lose what no majority had synced, which is no promise. */
    private void powerCut() {
        SimHost node = anyNode();
        if (world.faults().nextInt(4) == 0) {
            powerCutOfAll();
        } else if (!copyMissing && node.running() && allInSync()) {
            copyMissing = true;
            StoreHealth health = cluster.powerCut(node);
            world.after(aWhile(6_000_000_000L), () -> {
                restart(node, health);
                whenInSync();
            });
        }
    }

    /** At a moment when nothing is lost by it, which nobody can know: every store comes back doubtful. */
    private void powerCutOfAll() {
        if (copyMissing || !allInSync()) {
            return;
        }
        copyMissing = true;
        for (SimHost node : cluster.nodes()) {
            cluster.syncDisk(node);
            StoreHealth health = cluster.powerCut(node);
            world.after(aWhile(6_000_000_000L), () -> restart(node, health));
        }
        if (cluster.coordinator().running() && world.faults().nextBoolean()) {
            trace.accept("the coordinator loses power");
            cluster.killCoordinator();
            world.after(aWhile(6_000_000_000L), () -> {
                if (!cluster.coordinator().running()) {
                    startCoordinator(false);
                }
            });
        }
        whenInSync();
    }

    /** A node is down, and comes back with a copy of its disk from before its last start. */
    private void restoreOldCopy() {
        SimHost node = anyNode();
        if (!copyMissing && node.running() && allInSync()) {
            copyMissing = true;
            trace.accept("kill -9 " + node.name() + ", and copy its disk");
            cluster.kill(node);
            SimCluster.DiskCopy copy = cluster.copyOfDisk(node);
            world.after(aWhile(2_000_000_000L), () -> {
                restart(node, StoreHealth.WHOLE);
                world.after(aWhile(6_000_000_000L), () -> {
                    trace.accept("put the old copy back on " + node.name());
                    cluster.kill(node);
                    cluster.restoreDisk(node, copy);
                    restart(node, StoreHealth.WHOLE);
                    whenInSync();
                });
            });
        }
    }

    /** A disk dies, and the node comes back in its place with an empty one; one at a time. */
    private void wipe() {
        SimHost node = anyNode();
        int kind = world.faults().nextInt(4);
        if (kind == 0) {
            restoreOldCopy();
        } else if (kind == 1) {
            wipeAMajority();
        } else if (!copyMissing && node.running() && allInSync()) {
            copyMissing = true;
            trace.accept("wipe " + node.name());
            cluster.kill(node);
            cluster.wipe(node);
            world.after(aWhile(6_000_000_000L), () -> {
                restart(node, StoreHealth.EMPTY);
                whenInSync();
            });
        }
    }

    /** At a moment when every replica has everything: one of each slot is left, and waits until a person says so. */
    private void wipeAMajority() {
        if (copyMissing || settings.replicas() < 3 || !allInSync()) {
            return;
        }
        copyMissing = true;
        List<SimHost> nodes = cluster.nodes();
        int first = world.faults().nextInt(nodes.size());
        for (int i = 0; i < settings.replicas() - 1; i++) {
            SimHost node = nodes.get((first + i) % nodes.size());
            trace.accept("wipe " + node.name() + " with others");
            cluster.kill(node);
            cluster.wipe(node);
            world.after(aWhile(6_000_000_000L), () -> restart(node, StoreHealth.EMPTY));
        }
        acceptUntilInSync();
        whenInSync();
    }

    private void acceptUntilInSync() {
        world.after(1_000_000_000L, () -> {
            if (!allInSync()) {
                cluster.acceptLoss();
                acceptUntilInSync();
            }
        });
    }

    private void whenInSync() {
        world.after(500_000_000L, () -> {
            if (allInSync()) {
                copyMissing = false;
            } else {
                whenInSync();
            }
        });
    }

    private boolean allInSync() {
        return cluster.unequalSlot() < 0
                && cluster.nodes().stream()
                        .allMatch(
                                node -> node.running() && cluster.core(node).doubtfulSlots() == 0);
    }

    private void pause() {
        SimHost node = anyNode();
        if (world.faults().nextInt(3) == 0) {
            trace.accept("the disk of " + node.name() + " hangs");
            cluster.hang(node);
        } else {
            trace.accept("pause " + node.name());
            cluster.pause(node);
        }
        world.after(aWhile(8_000_000_000L), () -> cluster.resume(node));
    }

    private void cut() {
        SimHost from = anyNode();
        boolean both = world.faults().nextBoolean();
        trace.accept("cut off " + from.name() + (both ? " both ways" : " one way"));
        for (SimHost to : cluster.nodes()) {
            if (to != from && world.faults().nextInt(4) != 0) {
                network.cut(from, to);
                if (both) {
                    network.cut(to, from);
                }
            }
        }
        if (world.faults().nextBoolean()) {
            network.cut(from, cluster.coordinator());
        }
        world.after(aWhile(8_000_000_000L), network::healAll);
    }

    private void crashCoordinator() {
        if (cluster.coordinator().running()) {
            boolean disk = world.faults().nextInt(4) == 0 && !copyMissing && allInSync();
            copyMissing |= disk;
            trace.accept(disk ? "the coordinator loses its disk" : "kill -9 coordinator");
            cluster.killCoordinator();
            world.after(aWhile(8_000_000_000L), () -> {
                if (!cluster.coordinator().running()) {
                    startCoordinator(disk);
                }
                if (disk) {
                    whenInSync();
                }
            });
        }
    }

    /** A rebuild that was interrupted is begun again. */
    private void startCoordinator(boolean diskLost) {
        boolean carried = cluster.nodes().stream().anyMatch(cluster::carriesAView);
        if (carried && (diskLost || cluster.log().isEmpty())) {
            trace.accept("rebuild coordinator");
            cluster.rebuildCoordinator();
        } else {
            trace.accept("start coordinator");
            cluster.startCoordinator();
        }
    }

    /** Ends all faults, and brings back what is down. */
    void stop() {
        stopped = true;
        network.healAll();
        cluster.nodes().forEach(cluster::resume);
    }
}
