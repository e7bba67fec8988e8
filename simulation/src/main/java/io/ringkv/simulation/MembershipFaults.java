package io.ringkv.simulation;

import static io.ringkv.simulation.NodeFaults.aWhile;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** No faults by themselves: nodes that join and leave, more and fewer copies, and an operator of many minds. */
final class MembershipFaults {
    private static final int MORE_NODES = 2;
    private static final long MIND_NANOS_MAX = 15_000_000_000L;
    private static final long INSISTS_NANOS = 1_000_000_000L;
    private static final List<String> ZONES = List.of("", "a", "b", "c");

    private final World world;
    private final SimCluster cluster;
    private final Mending mending;
    private final NodeFaults nodes;
    private final ClusterSettings settings;
    private final List<Removal> removals = new ArrayList<>();

    MembershipFaults(
            World world,
            SimCluster cluster,
            Mending mending,
            NodeFaults nodes,
            ClusterSettings settings) {
        this.world = world;
        this.cluster = cluster;
        this.mending = mending;
        this.nodes = nodes;
        this.settings = settings;
    }

    boolean grow() {
        if (cluster.nodes().size() < settings.nodes() + MORE_NODES) {
            SimHost node = cluster.addNode();
            mending.trace(node.name() + " joins");
            cluster.startNode(node, StoreHealth.EMPTY);
        }
        return true;
    }

    boolean drain(SplittableRandom random) {
        String node =
                cluster.nodes().get(random.nextInt(cluster.nodes().size())).name();
        operate(Request.builder(Verb.DRAIN).argument(node));
        world.after(
                aWhile(random, 2 * MIND_NANOS_MAX),
                () -> operate(Request.builder(Verb.DRAIN).option(Option.CANCEL).argument(node)));
        return true;
    }

    /** What it was told takes effect with its next start, whatever ends this one. */
    boolean relocate(SplittableRandom random) {
        SimHost node = nodes.any(random);
        SimCluster.Site site =
                new SimCluster.Site(1 + random.nextInt(3), ZONES.get(random.nextInt(ZONES.size())));
        mending.trace(node.name() + " is to be " + site);
        cluster.place(node, site);
        return nodes.stop(random, node);
    }

    /** As many as always, or one more. */
    boolean copies(SplittableRandom random) {
        int copies = settings.replicas() + random.nextInt(2);
        operate(Request.builder(Verb.SET_REPLICAS).argument(Integer.toString(copies)));
        return true;
    }

    /** It is there and hands over, or its disk is lost; where the others cannot have all copies it stays. */
    boolean remove(SplittableRandom random) {
        SimHost node = nodes.any(random);
        boolean forced = random.nextBoolean();
        boolean possible = cluster.nodes().size() > settings.replicas();
        boolean happens = possible
                && node.running()
                && removals.stream().noneMatch(removal -> removal.isUnderWay(node))
                && (!forced || mending.takesACopy());
        if (happens) {
            Removal removal =
                    new Removal(world, cluster, mending, nodes, node, forced, this::operate);
            removals.add(removal);
            removal.begin();
        }
        return happens || !possible;
    }

    boolean steer(SplittableRandom random) {
        operate(Request.builder(Verb.REBALANCE)
                .option(Option.THROTTLE, random.nextLong(2_000))
                .argument(random.nextBoolean() ? "PAUSE" : "CANCEL"));
        world.after(
                aWhile(random, MIND_NANOS_MAX),
                () -> operate(Request.builder(Verb.REBALANCE).argument("START")));
        return true;
    }

    /** From now on the operator wants everything to come to rest, until it has. */
    void settle() {
        removals.forEach(Removal::settle);
        cluster.coordinators()
                .operate(Request.builder(Verb.REBALANCE).argument("PLAN").build());
        operate(Request.builder(Verb.REBALANCE).option(Option.THROTTLE, 0).argument("START"));
        world.after(INSISTS_NANOS, this::settle);
    }

    private void operate(Request.Builder request) {
        Request asked = request.build();
        mending.trace("an operator says " + asked);
        cluster.coordinators().operate(asked);
    }
}
