package io.ringkv.simulation;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Gives each kind of fault its moments while a run lasts, at the rate that the settings say, and mends all at the end. */
final class FaultInjector {
    private static final long SOON_NANOS_MAX = 2_000_000_000L;

    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final SimCluster cluster;
    private final NodeFaults nodes;
    private final DiskFaults disks;
    private final NetworkFaults links;
    private final CoordinatorFaults coordinator;
    private final MembershipFaults membership;
    private boolean stopped;

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
        Mending mending = new Mending(world, cluster, trace);
        nodes = new NodeFaults(world, cluster, mending);
        coordinator = new CoordinatorFaults(world, cluster, network, mending);
        membership = new MembershipFaults(world, cluster, mending, nodes, settings.cluster());
        disks = new DiskFaults(world, cluster, mending, nodes, coordinator);
        links = new NetworkFaults(world, network, cluster, mending, nodes);
    }

    void start() {
        settings.faults().meanNanos().forEach((fault, mean) -> {
            if (mean > 0) {
                again(fault, mean, world.stream(fault.toString()));
            }
        });
    }

    private void again(Fault fault, long mean, SplittableRandom random) {
        world.after(mean / 2 + random.nextLong(mean), () -> attempt(fault, mean, random));
    }

    /** What may not happen yet, because something else is missing, happens as soon as it may. */
    private void attempt(Fault fault, long mean, SplittableRandom random) {
        if (stopped) {
            return;
        }
        if (happens(fault, random)) {
            again(fault, mean, random);
        } else {
            world.after(random.nextLong(SOON_NANOS_MAX), () -> attempt(fault, mean, random));
        }
    }

    private boolean happens(Fault fault, SplittableRandom random) {
        return switch (fault) {
            case CONNECTION -> links.breakConnection(random);
            case CUT -> links.cut(random);
            case APART -> links.apart(random);
            case SPLIT -> links.split(random);
            case CRASH -> nodes.crash(random);
            case STOP -> nodes.stop(random);
            case PAUSE -> nodes.pause(random);
            case HANG -> nodes.hang(random);
            case FULL_DISK -> disks.full(random);
            case SYNC_ERROR -> disks.syncError(random);
            case POWER -> disks.powerCut(random);
            case ALL_POWER -> disks.powerCutOfAll(random);
            case WIPE -> disks.wipe(random);
            case WIPE_MAJORITY -> disks.wipeAMajority(random, settings.cluster().replicas());
            case OLD_COPY -> disks.oldCopy(random);
            case COORDINATOR -> coordinator.crash(random);
            case COORDINATOR_DISK -> coordinator.losesDisk(random);
            case LEADER -> coordinator.losesLeader();
            case COORDINATOR_CUT -> coordinator.cut(random);
            case COORDINATOR_MEMBERS -> coordinator.isReplaced(random);
            case GROW -> membership.grow();
            case DRAIN -> membership.drain(random);
            case COPIES -> membership.copies(random);
            case STEER -> membership.steer(random);
            case RELOCATE -> membership.relocate(random);
            case REMOVE -> membership.remove(random);
            case APPEND -> throw new IllegalStateException("it has no time");
        };
    }

    /** Ends all faults; what is down comes back by itself. */
    void stop() {
        stopped = true;
        membership.settle();
        network.cuts().healAll();
        cluster.nodes().forEach(cluster::resume);
        cluster.coordinators().all().forEach(SimHost::resume);
        cluster.nodes().forEach(node -> cluster.diskFull(node, false));
    }
}
