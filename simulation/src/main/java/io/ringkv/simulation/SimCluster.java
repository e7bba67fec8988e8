package io.ringkv.simulation;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.node.core.Durability;
import io.ringkv.node.core.NodeBounds;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.node.core.NodeCore;
import io.ringkv.node.core.NodePorts;
import io.ringkv.node.core.NodeTiming;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A coordinator and its storage nodes on virtual machines: starts, kills and restarts them as a machine would. */
final class SimCluster {
    static final int PORT = 5000;

    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final Consumer<String> trace;
    private final SimHost coordinator;
    private final SimLog log;
    private final List<SimHost> nodes = new ArrayList<>();
    private final Map<String, SimDisk> disks = new TreeMap<>();
    private final Map<String, String> dataIds = new TreeMap<>();
    private int wiped;

    SimCluster(World world, SimSettings settings, SimNetwork network, Consumer<String> trace) {
        this.world = world;
        this.settings = settings;
        this.network = network;
        this.trace = trace;
        this.coordinator = new SimHost(world, "coordinator", PORT);
        this.log = new SimLog(world, coordinator, settings);
        network.add(coordinator);
        for (int i = 1; i <= settings.nodes(); i++) {
            SimHost node = new SimHost(world, "n" + i, PORT);
            nodes.add(node);
            network.add(node);
            disks.put(node.name(), new SimDisk(world, node, settings));
            dataIds.put(node.name(), "d" + i);
        }
    }

    SimHost coordinator() {
        return coordinator;
    }

    SimLog log() {
        return log;
    }

    List<SimHost> nodes() {
        return nodes;
    }

    void startAll() {
        startCoordinator();
        nodes.forEach(node -> startNode(node, StoreHealth.EMPTY));
    }

    void startCoordinator() {
        CoordinatorConfig config = new CoordinatorConfig(
                "sim",
                "",
                Math.min(settings.replicas(), settings.nodes()),
                100,
                60_000_000_000L,
                3_000_000_000L,
                60_000_000_000L,
                "");
        coordinator.boot(new CoordinatorCore(
                config,
                network.of(coordinator),
                log,
                what -> trace.accept("coordinator: " + what)));
        log.attach();
    }

    void killCoordinator() {
        network.died(coordinator, false);
        coordinator.kill();
    }

    void startNode(SimHost node, StoreHealth health) {
        SimDisk disk = disk(node);
        NodeBounds bounds = new NodeBounds(
                1 << 12, 1 << 20, settings.copyChunkBytes(), 1 << 12, 1 << 20, 10_000);
        byte[] saved = disk.view();
        String cluster = saved == null ? "" : ViewCodec.decode(saved).clusterId();
        NodeConfig config = new NodeConfig(
                node.name(),
                dataIds.getOrDefault(node.name(), ""),
                world.faults().nextLong(1L << 62),
                health,
                node.name(),
                node.port(),
                List.of(new NodeConfig.Endpoint(coordinator.name(), coordinator.port())),
                "",
                1,
                cluster,
                disk.viewEpoch(),
                "",
                settings.durability(),
                NodeTiming.DEFAULT,
                bounds,
                settings.rules());
        NodePorts ports = new NodePorts(
                network.of(node),
                disk.store(),
                disk,
                () -> world.now() / 1_000_000,
                world.faults().split(),
                what -> trace.accept(node.name() + ": " + what));
        node.boot(NodeCore.create(config, ports));
    }

    /** {@code kill -9}. */
    void kill(SimHost node) {
        network.died(node, false);
        node.kill();
    }

    /** The machine loses its power: what was not synced is gone, and nobody is told. */
    StoreHealth powerCut(SimHost node) {
        network.died(node, true);
        node.kill();
        boolean lost = disk(node).powerCut();
        trace.accept(node.name() + " loses power" + (lost ? " and its unsynced tail" : ""));
        return settings.durability() == Durability.FSYNC ? StoreHealth.WHOLE : StoreHealth.DOUBTFUL;
    }

    /** The disk is replaced by an empty one. */
    void wipe(SimHost node) {
        disk(node).wipe();
        dataIds.put(node.name(), "w" + ++wiped);
    }

    private SimDisk disk(SimHost node) {
        return java.util.Objects.requireNonNull(disks.get(node.name()));
    }

    View view() {
        return coordinator.actor() instanceof CoordinatorCore core ? core.view() : View.none();
    }

    NodeCore core(SimHost node) {
        return (NodeCore) java.util.Objects.requireNonNull(node.actor(), "the node is down");
    }

    /**
     * A slot that not all of its replicas hold alike in its current term, or that waits for a replacement; -1 when
     * there is none. While the coordinator is down nothing is known, and that is slot 0.
     */
    int unequalSlot() {
        View view = view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment == null
                    || !assignment.learners().isEmpty()
                    || !equal(slot, assignment)) {
                return slot;
            }
        }
        return -1;
    }

    private boolean equal(int slot, Assignment assignment) {
        long digest = 0;
        for (int i = 0; i < assignment.voters().size(); i++) {
            Voter voter = assignment.voters().get(i);
            SimHost node = nodes.get(Integer.parseInt(voter.node().substring(1)) - 1);
            boolean sameDisk = voter.dataId().equals(dataIds.get(node.name()));
            if (!sameDisk || !node.running() || core(node).syncedTerm(slot) != assignment.term()) {
                return false;
            }
            if (i > 0 && core(node).digest(slot) != digest) {
                return false;
            }
            digest = core(node).digest(slot);
        }
        return true;
    }
}
