package io.ringkv.simulation;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.Rule;
import io.ringkv.node.core.Rules;

import java.util.Collection;
import java.util.SplittableRandom;

/**
 * Everything that one run varies, drawn from its seed and printed first.
 *
 * @param seconds that faults last; then everything is healed
 */
public record SimSettings(
        long seed,
        ClusterSettings cluster,
        NetworkSettings network,
        WorkloadSettings workload,
        FaultSettings faults,
        long seconds,
        Rules rules) {
    /** Half of all runs have one, as most clusters have. */
    private static final int[] GROUPS = {1, 1, 1, 3, 3, 5};

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /** Draws a configuration; the seed is all that is needed to see the same run again. */
    public static SimSettings draw(long seed, long seconds, Rules rules) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
        ClusterSettings cluster = ClusterSettings.draw(random.split());
        NetworkSettings network = NetworkSettings.draw(random.split());
        WorkloadSettings workload = WorkloadSettings.draw(random.split());
        FaultSettings faults =
                FaultSettings.draw(random.split(), cluster.replicas(), cluster.survivesPowerCut());
        SimSettings drawn =
                new SimSettings(seed, cluster, network, workload, faults, seconds, rules);
        Rule leftOut = rules.leftOut();
        return leftOut == null
                ? drawn.faults(faults.withRare(apart(seed, 3), cluster.replicas()))
                        .coordinators(GROUPS[group(seed).nextInt(GROUPS.length)])
                : new Hunt(drawn, random.split()).without(leftOut);
    }

    private static SplittableRandom group(long seed) {
        return apart(seed, 2);
    }

    /** A stream of its own, so that everything else is drawn as it was before there was this. */
    private static SplittableRandom apart(long seed, int number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    /** So many, and the faults that only several of them meet. */
    SimSettings coordinators(int count) {
        SplittableRandom random = group(seed).split();
        return new SimSettings(
                seed,
                cluster.withCoordinators(count),
                network,
                workload,
                count == 1 ? faults : faults.inGroup(random),
                seconds,
                rules);
    }

    /** Three nodes, a quick network, and nothing that breaks by itself. */
    static SimSettings quiet(long seed, Rules rules) {
        return new SimSettings(
                seed,
                new ClusterSettings(
                        3,
                        3,
                        Durability.OS,
                        4096,
                        20 * SECOND,
                        5 * MS,
                        1_000,
                        3_600_000,
                        ClusterSettings.SELDOM,
                        1),
                new NetworkSettings(MS, 0, 0, 1, 15 * SECOND),
                new WorkloadSettings(1, 1, 10, 100, 50, 50, 0, 0, 0, 0),
                FaultSettings.NONE,
                60,
                rules);
    }

    SimSettings faults(Collection<Fault> kept) {
        return faults(faults.only(kept));
    }

    SimSettings faults(FaultSettings newFaults) {
        return new SimSettings(seed, cluster, network, workload, newFaults, seconds, rules);
    }

    SimSettings seconds(long newSeconds) {
        return new SimSettings(seed, cluster, network, workload, faults, newSeconds, rules);
    }

    SimSettings clients(int clients) {
        return workload(workload.clients(clients));
    }

    SimSettings workload(WorkloadSettings newWorkload) {
        return new SimSettings(seed, cluster, network, newWorkload, faults, seconds, rules);
    }

    /** Faults of which fewer replicas promise nothing do not happen any more. */
    SimSettings sized(int nodes, int replicas) {
        return cluster(cluster.sized(nodes, replicas));
    }

    SimSettings cluster(ClusterSettings newCluster) {
        return new SimSettings(seed, newCluster, network, workload, faults, seconds, rules);
    }

    /** The same run with other rules kept. */
    SimSettings rules(Rules newRules) {
        return new SimSettings(seed, cluster, network, workload, faults, seconds, newRules);
    }

    /** A sweep would mend what a rule that is left out is to damage. */
    long sweepNanos() {
        return rules.areAll() ? cluster.sweepNanos() : ClusterSettings.SELDOM;
    }

    /** So would a read that has its slot compared. */
    WorkloadSettings ofClients() {
        return rules.areAll() ? workload : workload.withoutChecks();
    }

    /** The time that one sync of a disk takes. */
    long syncNanos(World world) {
        return 200_000 + world.network().nextLong(cluster.syncNanosMax());
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + seconds + " s of faults, " + rules + "\n  cluster: "
                + cluster + "\n  network: " + network + "\n  workload: " + workload + "\n  faults: "
                + faults;
    }
}
