package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import java.util.SplittableRandom;

/** The coordinator dies, loses its power or its disk, or is deposed. */
final class CoordinatorFaults {
    private static final long BACK_NANOS_MAX = 8_000_000_000L;

    private final World world;
    private final SimCluster cluster;
    private final Mending mending;

    CoordinatorFaults(World world, SimCluster cluster, Mending mending) {
        this.world = world;
        this.cluster = cluster;
        this.mending = mending;
    }

    boolean crash(SplittableRandom random) {
        boolean happens = cluster.coordinator().running();
        if (happens) {
            mending.trace("kill -9 coordinator");
            goesAway(random, false);
        }
        return happens;
    }

    void losesPower(SplittableRandom random) {
        if (cluster.coordinator().running()) {
            mending.trace("the coordinator loses power");
            goesAway(random, false);
        }
    }

    boolean losesDisk(SplittableRandom random) {
        boolean happens = cluster.coordinator().running() && mending.takesMore();
        if (happens) {
            mending.trace("the coordinator loses its disk");
            goesAway(random, true);
        }
        return happens;
    }

    boolean losesLeader() {
        cluster.log().loseLeader();
        return true;
    }

    private void goesAway(SplittableRandom random, boolean diskLost) {
        cluster.killCoordinator();
        world.after(aWhile(random, BACK_NANOS_MAX), () -> {
            if (!cluster.coordinator().running()) {
                comesBack(diskLost);
            }
            if (diskLost) {
                mending.untilInSync();
            }
        });
    }

    /** A rebuild that was interrupted is begun again. */
    private void comesBack(boolean diskLost) {
        boolean carried = cluster.nodes().stream().anyMatch(cluster::carriesAView);
        if (carried && (diskLost || cluster.log().isEmpty())) {
            mending.trace("rebuild coordinator");
            cluster.rebuildCoordinator();
        } else {
            mending.trace("start coordinator");
            cluster.startCoordinator();
        }
    }
}
