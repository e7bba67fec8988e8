package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.util.List;
import java.util.SplittableRandom;

/** A coordinator dies, loses its power or its disk, is cut off, or is deposed. */
final class CoordinatorFaults {
    private static final long BACK_NANOS_MAX = 8_000_000_000L;
    private static final long CUT_NANOS_MAX = 8_000_000_000L;
    private static final long INSISTS_NANOS = 1_000_000_000L;

    private final World world;
    private final SimCluster cluster;
    private final SimCoordinators coordinators;
    private final SimNetwork network;
    private final Mending mending;

    CoordinatorFaults(World world, SimCluster cluster, SimNetwork network, Mending mending) {
        this.world = world;
        this.cluster = cluster;
        this.coordinators = cluster.coordinators();
        this.network = network;
        this.mending = mending;
    }

    /** An operator removes one; its machine is set up anew, and an operator insists on adding it. */
    boolean isReplaced(SplittableRandom random) {
        SimHost coordinator = any(random);
        boolean happens = coordinator.running()
                && coordinators.member(coordinator).inGroup()
                && othersHaveTheirDisks(coordinator);
        if (happens) {
            operate(Verb.REMOVE_COORDINATOR, coordinator.name());
            world.after(aWhile(random, BACK_NANOS_MAX), () -> startsAnew(coordinator));
        }
        return happens;
    }

    private void startsAnew(SimHost coordinator) {
        if (!coordinators.member(coordinator).inGroup()) {
            coordinators.kill(coordinator);
            mending.trace("start " + coordinator.name() + " with an empty directory");
            coordinators.start(coordinator);
            untilAdded(coordinator);
        }
    }

    private void untilAdded(SimHost coordinator) {
        if (!coordinators.member(coordinator).inGroup()) {
            operate(
                    Verb.ADD_COORDINATOR,
                    coordinator.name(),
                    coordinator.name(),
                    Integer.toString(coordinator.port()));
            world.after(INSISTS_NANOS, () -> untilAdded(coordinator));
        }
    }

    private void operate(Verb verb, String... words) {
        Request.Builder request = Request.builder(verb);
        List.of(words).forEach(request::argument);
        mending.trace("an operator says " + request.build());
        coordinators.operate(request.build());
    }

    private SimHost any(SplittableRandom random) {
        List<SimHost> all = coordinators.all();
        return all.size() == 1 ? all.get(0) : all.get(random.nextInt(all.size()));
    }

    boolean crash(SplittableRandom random) {
        SimHost coordinator = any(random);
        boolean happens = coordinator.running();
        if (happens) {
            mending.trace("kill -9 " + coordinator.name());
            goesAway(coordinator, random, false);
        }
        return happens;
    }

    /** All of them, with everything else. */
    void losesPower(SplittableRandom random) {
        for (SimHost coordinator : coordinators.all()) {
            if (coordinator.running()) {
                mending.trace(coordinator.name() + " loses power");
                goesAway(coordinator, random, false);
            }
        }
    }

    /** The only one is rebuilt from the nodes; of several one at a time is brought up by the others. */
    boolean losesDisk(SplittableRandom random) {
        SimHost coordinator = any(random);
        boolean happens = coordinator.running()
                && (isAlone() ? mending.takesMore() : othersHaveTheirDisks(coordinator));
        if (happens) {
            mending.trace(coordinator.name() + " loses its disk");
            goesAway(coordinator, random, true);
        }
        return happens;
    }

    private boolean isAlone() {
        return coordinators.all().size() == 1;
    }

    /** All that are left, and they are a majority: more than that nobody promises. */
    private boolean othersHaveTheirDisks(SimHost than) {
        List<SimHost> group = coordinators.all().stream()
                .filter(one -> coordinators.member(one).inGroup())
                .toList();
        List<SimHost> others = group.stream().filter(one -> one != than).toList();
        return others.size() > group.size() / 2
                && others.stream()
                        .allMatch(other ->
                                other.running() && coordinators.member(other).votes());
    }

    boolean losesLeader() {
        coordinators.log().loseLeader();
        return true;
    }

    /** From other coordinators, one way or both; or it stands still, and believes afterwards what it believed before. */
    boolean cut(SplittableRandom random) {
        SimHost coordinator = any(random);
        long time = aWhile(random, CUT_NANOS_MAX);
        if (random.nextInt(3) == 0) {
            mending.trace("pause " + coordinator.name());
            coordinator.pause();
            world.after(time, coordinator::resume);
            return true;
        }
        boolean both = random.nextBoolean();
        mending.trace("cut off " + coordinator.name() + (both ? " both ways" : " one way"));
        for (SimHost other : coordinators.all()) {
            if (other != coordinator && random.nextInt(4) != 0) {
                network.cuts().cut(coordinator, other);
                if (both) {
                    network.cuts().cut(other, coordinator);
                }
            }
        }
        // What it says of the cluster now, it says without the others.
        world.after(time - time / 10, () -> coordinators.ask(coordinator, Request.of(Verb.STATUS)));
        world.after(time, network.cuts()::healAll);
        return true;
    }

    private void goesAway(SimHost coordinator, SplittableRandom random, boolean diskLost) {
        coordinators.kill(coordinator);
        if (diskLost && !isAlone()) {
            coordinators.member(coordinator).loseDisk();
        }
        world.after(aWhile(random, BACK_NANOS_MAX), () -> {
            if (!coordinator.running()) {
                comesBack(coordinator, diskLost);
            }
            if (diskLost && isAlone()) {
                mending.untilInSync();
            }
        });
    }

    /** A rebuild that was interrupted is begun again. */
    private void comesBack(SimHost coordinator, boolean diskLost) {
        boolean carried = cluster.nodes().stream().anyMatch(cluster.disks()::carriesAView);
        if (isAlone() && carried && (diskLost || coordinators.log().isEmpty())) {
            mending.trace("rebuild coordinator");
            coordinators.rebuild();
        } else {
            mending.trace("start " + coordinator.name());
            coordinators.start(coordinator);
        }
    }
}
