package io.ringkv.simulation;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.GossipPace;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.node.core.NodeCore;
import io.ringkv.node.core.NodePorts;
import io.ringkv.node.core.NodeTiming;
import io.ringkv.node.core.NodeTiming.Housekeeping;
import io.ringkv.node.core.Pulse;
import io.ringkv.node.core.Rule;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.simulation.check.Invariants;
import io.ringkv.simulation.check.StoredRow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Storage nodes on virtual machines, beside their coordinators: starts, kills and restarts them as a machine would. */
final class SimCluster {
    static final int PORT = 5000;

    /** What a node is told at its start of where it is, and how much it can hold beside others. */
    record Site(int weight, String zone) {
        static final Site USUAL = new Site(1, "");
    }

    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final Invariants invariants;
    private final Consumer<String> trace;
    private final SimCoordinators coordinators;
    private final SimDisks disks = new SimDisks();
    private final Replicas replicas = new Replicas(this);
    private final List<SimHost> nodes = new ArrayList<>();
    private final Map<String, SimHost> pulses = new TreeMap<>();
    private final Map<String, Site> sites = new TreeMap<>();
    private final Set<String> full = new TreeSet<>();

    SimCluster(
            World world,
            SimSettings settings,
            SimNetwork network,
            Invariants invariants,
            Consumer<String> trace) {
        this.world = world;
        this.settings = settings;
        this.network = network;
        this.invariants = invariants;
        this.trace = trace;
        this.coordinators = new SimCoordinators(world, settings, network, invariants, trace);
        for (int i = 1; i <= settings.cluster().nodes(); i++) {
            addNode();
        }
    }

    /** A machine for one more node, which nobody has started yet. */
    SimHost addNode() {
        String name = "n" + (nodes.size() + 1);
        int driftPpm = settings.cluster().driftPpm();
        SimHost node = new SimHost(world, name, PORT, driftPpm);
        nodes.add(node);
        pulses.put(name, new SimHost(world, name, name + ".pulse", PORT, driftPpm));
        network.add(node);
        node.whenTurned(core -> invariants.turned(name, (NodeCore) core));
        disks.add(
                node,
                new SimDisk(
                        world,
                        node,
                        settings,
                        (slot, key, row, synced) -> invariants.stored(
                                new StoredRow(disks.voter(node), slot, key, Row.of(row), synced))));
        disks.of(node).whenDistrusted(why -> {
            trace.accept(name + " ends: " + why);
            kill(node);
        });
        node.whenRefused(why -> {
            trace.accept(name + " ends: " + why.getMessage());
            kill(node);
        });
        return node;
    }

    SimCoordinators coordinators() {
        return coordinators;
    }

    SimDisks disks() {
        return disks;
    }

    Replicas replicas() {
        return replicas;
    }

    List<SimHost> nodes() {
        return nodes;
    }

    void startAll() {
        coordinators.all().forEach(coordinators::start);
        nodes.forEach(node -> startNode(node, StoreHealth.EMPTY));
    }

    /** From its next start on. */
    void place(SimHost node, Site site) {
        sites.put(node.name(), site);
    }

    void startNode(SimHost node, StoreHealth health) {
        SimDisk disk = disks.of(node);
        Site site = sites.getOrDefault(node.name(), Site.USUAL);
        byte[] saved = disk.view();
        String cluster = saved == null ? "" : ViewCodec.decode(saved).clusterId();
        NodeConfig config = new NodeConfig(
                node.name(),
                disks.dataId(node),
                incarnation(disk),
                disk.lastRegistered(),
                disk.judge(health),
                node.name(),
                node.port(),
                coordinators.all().stream()
                        .map(one -> new NodeConfig.Endpoint(one.name(), one.port()))
                        .toList(),
                site.zone(),
                site.weight(),
                cluster,
                disk.viewEpoch(),
                "",
                settings.cluster().durability(),
                NodeTiming.of(housekeeping(), GossipPace.DEFAULT),
                settings.cluster().bounds(),
                settings.rules());
        NodePorts ports = new NodePorts(
                network.of(node),
                disk.store(),
                disk,
                () -> world.millis()
                        + (node == nodes.get(0) ? settings.cluster().clockAheadMs() : 0),
                world.machines().split(),
                what -> trace.accept(node.name() + ": " + what));
        NodeCore core = NodeCore.create(config, ports);
        if (saved != null) {
            core.remember(ViewCodec.decode(saved));
        }
        node.boot(core);
        core.diskFull(full.contains(node.name()));
        SimHost pulse = pulse(node);
        pulse.boot(new Pulse(config, network.of(pulse), node::turnAgeNanos, disk::newestView));
    }

    private Housekeeping housekeeping() {
        long sessionLife = settings.cluster().sessionLifeNanos();
        return new Housekeeping(sessionLife, sessionLife / 4, settings.sweepNanos());
    }

    /** Each start draws its own, unless the rule is left out that a term is of one start. */
    private long incarnation(SimDisk disk) {
        long drawn = world.machines().nextLong(1L << 62);
        boolean isOfOneStart = settings.rules().keep(Rule.E2) || disk.lastRegistered() == 0;
        return isOfOneStart ? drawn : disk.lastRegistered();
    }

    private SimHost pulse(SimHost node) {
        return Objects.requireNonNull(pulses.get(node.name()));
    }

    /** {@code SIGSTOP}: every thread of the process stands still. */
    void pause(SimHost node) {
        node.pause();
        pulse(node).pause();
    }

    /** A call to the disk does not come back: the node's loop stands still, its pulse does not. */
    void hang(SimHost node) {
        node.pause();
    }

    void resume(SimHost node) {
        node.resume();
        pulse(node).resume();
    }

    /** {@code kill -9}. */
    void kill(SimHost node) {
        died(node, false);
    }

    private void died(SimHost node, boolean silently) {
        if (node.running() && core(node).doubtfulSlots() == 0) {
            disks.of(node).markInSync();
        }
        for (SimHost process : List.of(node, pulse(node))) {
            network.died(process, silently);
            process.kill();
        }
    }

    /** {@code SIGTERM}: the process ends when it has handed over what it can. */
    void stop(SimHost node) {
        stop(node, () -> {});
    }

    /** @param stopped run once the process has ended by itself */
    void stop(SimHost node, Runnable stopped) {
        long life = node.life();
        // What it has sent still arrives: a process that ends by itself closes its connections
        // behind it.
        Runnable gone = () -> world.after(200_000_000L, () -> {
            if (node.life() == life) {
                trace.accept(node.name() + " has left");
                kill(node);
                stopped.run();
            }
        });
        node.deliver(actor -> ((NodeCore) actor).leave(node.clock(), gone));
    }

    /** The machine loses its power: what was not synced is gone, and nobody is told. */
    StoreHealth powerCut(SimHost node) {
        died(node, true);
        boolean lost = disks.of(node).powerCut();
        trace.accept(node.name() + " loses power" + (lost ? " and its unsynced tail" : ""));
        return settings.cluster().durability() == Durability.FSYNC
                ? StoreHealth.WHOLE
                : StoreHealth.DOUBTFUL;
    }

    /** The disk is nearly full, or has space again; whoever runs on it is told. */
    void diskFull(SimHost node, boolean isFull) {
        if (isFull) {
            full.add(node.name());
        } else {
            full.remove(node.name());
        }
        node.deliver(actor -> ((NodeCore) actor).diskFull(isFull));
    }

    /**
     * One of the next syncs fails, and the process ends with it; what was not synced may be gone.
     *
     * @param fails asked at each sync, until it says so
     */
    void failSync(SimHost node, BooleanSupplier fails) {
        disks.of(node).failSync(() -> {
            boolean failed = fails.getAsBoolean();
            if (failed) {
                died(node, false);
                disks.of(node).powerCut();
            }
            return failed;
        });
    }

    View view() {
        return coordinators.view();
    }

    NodeCore core(SimHost node) {
        return (NodeCore) Objects.requireNonNull(node.actor(), "the node is down");
    }
}
