package io.ringkv.simulation;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.node.core.Durability;
import io.ringkv.node.core.NodeConfig;
import io.ringkv.node.core.NodeCore;
import io.ringkv.node.core.NodePorts;
import io.ringkv.node.core.NodeTiming;
import io.ringkv.node.core.Pulse;
import io.ringkv.node.core.Rule;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;
import io.ringkv.simulation.check.Invariants;
import io.ringkv.simulation.check.StoredRow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Coordinators and storage nodes on virtual machines: starts, kills and restarts them as a machine would. */
final class SimCluster {
    static final int PORT = 5000;
    /** A connection whose answers go nowhere. */
    private static final long NOBODY = -1;

    /** Of a whole disk, its name included. */
    record DiskCopy(String dataId, SimDisk.Copy content) {}

    private final World world;
    private final SimSettings settings;
    private final SimNetwork network;
    private final Invariants invariants;
    private final Consumer<String> trace;
    private final SimLog log;
    private final List<SimHost> coordinators = new ArrayList<>();
    private final Map<Long, Integer> viewsOfEpochs = new TreeMap<>();
    private final List<SimHost> nodes = new ArrayList<>();
    private final Map<String, SimHost> pulses = new TreeMap<>();
    private final Map<String, SimDisk> disks = new TreeMap<>();
    private final Map<String, String> dataIds = new TreeMap<>();
    private final Set<String> full = new TreeSet<>();
    private int wiped;
    private int operations;
    private LongSupplier leaps;

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
        this.leaps = () ->
                world.machines().nextLong(CoordinatorConfig.LEAP_MIN, CoordinatorConfig.LEAP_MAX);
        this.log = new SimLog(world, settings, network.cuts()::isCut);
        for (int i = 1; i <= settings.cluster().coordinators(); i++) {
            addCoordinator(settings.cluster().coordinators() == 1 ? "coordinator" : "c" + i);
        }
        for (int i = 1; i <= settings.cluster().nodes(); i++) {
            addNode();
        }
    }

    private void addCoordinator(String name) {
        SimHost host = new SimHost(world, name, PORT, settings.cluster().driftPpm());
        coordinators.add(host);
        log.join(host);
        network.add(host);
        host.whenTurned(core -> viewed(((CoordinatorCore) core).view()));
    }

    /** One epoch is one view, whoever of the coordinators shows it, and however late. */
    private void viewed(View view) {
        if (coordinators.size() == 1) {
            invariants.viewed(view);
            return;
        }
        Integer known = viewsOfEpochs.get(view.epoch());
        if (known == null) {
            viewsOfEpochs.put(view.epoch(), Arrays.hashCode(ViewCodec.encode(view)));
            invariants.viewed(view);
        } else if (known != Arrays.hashCode(ViewCodec.encode(view))) {
            throw new IllegalStateException("two views of epoch " + view.epoch());
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
        disks.put(
                name,
                new SimDisk(
                        world,
                        node,
                        settings,
                        (slot, key, row, synced) -> invariants.stored(
                                new StoredRow(voter(node), slot, key, Row.of(row), synced))));
        disk(node).whenDistrusted(why -> {
            trace.accept(name + " ends: " + why);
            kill(node);
        });
        dataIds.put(name, "d" + nodes.size());
        return node;
    }

    private Voter voter(SimHost node) {
        return new Voter(node.name(), dataIds.getOrDefault(node.name(), ""));
    }

    /** The only one, or the first. */
    SimHost coordinator() {
        return coordinators.get(0);
    }

    List<SimHost> coordinators() {
        return coordinators;
    }

    /** What this coordinator has of the log. */
    SimLogMember member(SimHost coordinator) {
        return log.members().get(coordinators.indexOf(coordinator));
    }

    SimLog log() {
        return log;
    }

    List<SimHost> nodes() {
        return nodes;
    }

    void startAll() {
        coordinators.forEach(this::startCoordinator);
        nodes.forEach(node -> startNode(node, StoreHealth.EMPTY));
    }

    void startCoordinator() {
        startCoordinator(coordinator());
    }

    void startCoordinator(SimHost coordinator) {
        bootCoordinator(coordinator, core -> {});
    }

    /** How far each start of a coordinator leaps from now on. */
    void leapBy(long epochs) {
        leaps = () -> epochs;
    }

    /** The only coordinator's disk is lost, and it begins again from what nodes carry. */
    void rebuildCoordinator() {
        log.wipe();
        bootCoordinator(coordinator(), core -> core.rebuild(Set.of()));
    }

    private void bootCoordinator(SimHost coordinator, Consumer<CoordinatorCore> prepare) {
        CoordinatorConfig config = new CoordinatorConfig(
                "sim",
                "",
                Math.min(settings.cluster().replicas(), settings.cluster().nodes()),
                100,
                60_000_000_000L,
                3_000_000_000L,
                60_000_000_000L,
                600_000_000_000L,
                false,
                "",
                leaps.getAsLong());
        CoordinatorCore core = new CoordinatorCore(
                config,
                network.of(coordinator),
                member(coordinator),
                this::millis,
                what -> trace.accept(coordinator.name() + ": " + what));
        prepare.accept(core);
        coordinator.boot(core);
        member(coordinator).attach();
    }

    private long millis() {
        return world.now() / 1_000_000;
    }

    void killCoordinator() {
        killCoordinator(coordinator());
    }

    void killCoordinator(SimHost coordinator) {
        network.died(coordinator, false);
        coordinator.kill();
    }

    void startNode(SimHost node, StoreHealth health) {
        SimDisk disk = disk(node);
        byte[] saved = disk.view();
        String cluster = saved == null ? "" : ViewCodec.decode(saved).clusterId();
        NodeConfig config = new NodeConfig(
                node.name(),
                dataIds.getOrDefault(node.name(), ""),
                incarnation(disk),
                disk.lastRegistered(),
                disk.judge(health),
                node.name(),
                node.port(),
                coordinators.stream()
                        .map(one -> new NodeConfig.Endpoint(one.name(), one.port()))
                        .toList(),
                "",
                1,
                cluster,
                disk.viewEpoch(),
                "",
                settings.cluster().durability(),
                NodeTiming.DEFAULT
                        .withSessionLife(settings.cluster().sessionLifeNanos())
                        .withPurgeInterval(settings.cluster().sessionLifeNanos() / 4)
                        .withSweepInterval(settings.sweepNanos()),
                settings.cluster().bounds(),
                settings.rules());
        NodePorts ports = new NodePorts(
                network.of(node),
                disk.store(),
                disk,
                () -> millis() + (node == nodes.get(0) ? settings.cluster().clockAheadMs() : 0),
                world.machines().split(),
                what -> trace.accept(node.name() + ": " + what));
        NodeCore core = NodeCore.create(config, ports);
        if (saved != null) {
            core.remember(ViewCodec.decode(saved));
        }
        node.boot(core);
        core.diskFull(full.contains(node.name()));
        SimHost pulse = pulse(node);
        pulse.boot(new Pulse(config, network.of(pulse), node::turnAgeNanos));
    }

    /** Each start draws its own, unless the rule is left out that a term is of one start. */
    private long incarnation(SimDisk disk) {
        long drawn = world.machines().nextLong(1L << 62);
        boolean isOfOneStart = settings.rules().keep(Rule.E2) || disk.lastRegistered() == 0;
        return isOfOneStart ? drawn : disk.lastRegistered();
    }

    private SimHost pulse(SimHost node) {
        return java.util.Objects.requireNonNull(pulses.get(node.name()));
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
            disk(node).markInSync();
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
        boolean lost = disk(node).powerCut();
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
        disk(node).failSync(() -> {
            boolean failed = fails.getAsBoolean();
            if (failed) {
                died(node, false);
                disk(node).powerCut();
            }
            return failed;
        });
    }

    /** Everything that was written so far is on the disk, though nobody has asked for it. */
    void syncDisk(SimHost node) {
        disk(node).syncAll();
    }

    /** What a test damages. */
    SimDisk diskOf(SimHost node) {
        return disk(node);
    }

    /** What is on the disk of a node that does not run. */
    DiskCopy copyOfDisk(SimHost node) {
        return new DiskCopy(dataIds.getOrDefault(node.name(), ""), disk(node).copy());
    }

    /** Somebody puts an old copy of the disk back, which looks whole. */
    void restoreDisk(SimHost node, DiskCopy copy) {
        dataIds.put(node.name(), copy.dataId());
        disk(node).restore(copy.content());
    }

    /** The disk is replaced by an empty one. */
    void wipe(SimHost node) {
        disk(node).wipe();
        dataIds.put(node.name(), "w" + ++wiped);
    }

    /** A person goes on without the stores that are gone, if there are any. */
    void acceptLoss() {
        operate(Request.builder(Verb.ACCEPT_LOSS)
                .argument(Long.toString(view().epoch()))
                .build());
    }

    /** An operator asks a coordinator, one after the other, if it runs. */
    void operate(Request request) {
        ask(coordinators.get(operations++ % coordinators.size()), request);
    }

    /** If it runs; nobody waits for the answer. */
    void ask(SimHost coordinator, Request request) {
        coordinator.deliver(core -> core.request(coordinator.clock(), NOBODY, 0, request));
    }

    /** The core that leads, or of those that run the one that has heard most; null when none runs. */
    private @Nullable CoordinatorCore leadingCore() {
        SimLogMember leader = log.leader();
        if (leader != null && leader.host().actor() instanceof CoordinatorCore core) {
            return core;
        }
        CoordinatorCore newest = null;
        for (SimHost host : coordinators) {
            if (host.actor() instanceof CoordinatorCore core
                    && (newest == null || core.view().epoch() > newest.view().epoch())) {
                newest = core;
            }
        }
        return newest;
    }

    /** Slots whose list is not yet what it is to be. */
    int slotsToMove() {
        CoordinatorCore core = leadingCore();
        return core == null ? SlotSet.SLOTS : core.slotsToMove();
    }

    /** Its disk has a view: the cluster exists. */
    boolean carriesAView(SimHost node) {
        return disk(node).viewEpoch() > 0;
    }

    private SimDisk disk(SimHost node) {
        return java.util.Objects.requireNonNull(disks.get(node.name()));
    }

    /** Request ids that have a row of their own on this node's disk. */
    int requestIdRows(SimHost node) {
        int rows = 0;
        try (RowCursor ids = disk(node).store().scanAll(RowSpace.REQUEST)) {
            while (ids.next()) {
                rows++;
            }
        }
        return rows;
    }

    View view() {
        CoordinatorCore core = leadingCore();
        return core == null ? View.none() : core.view();
    }

    NodeCore core(SimHost node) {
        return (NodeCore) java.util.Objects.requireNonNull(node.actor(), "the node is down");
    }

    /** What is on the disk of a node, of one kind of rows, by slot and key. */
    Map<String, String> rows(SimHost node, RowSpace space) {
        Map<String, String> rows = new TreeMap<>();
        try (RowCursor cursor = disk(node).store().scanAll(space)) {
            while (cursor.next()) {
                rows.put(
                        cursor.slot() + " " + HexFormat.of().formatHex(cursor.key()),
                        HexFormat.of().formatHex(cursor.row()));
            }
        }
        return rows;
    }

    /**
     * A slot that not all of its replicas hold alike in its current term, or that waits for a replacement; -1 when
     * there is none. While the coordinator is down nothing is known, and that is slot 0.
     */
    int unequalSlot() {
        View view = view();
        int lowest = SlotSet.ALL.without(view.slots()).first();
        for (View.Share share : view.shares()) {
            int slot = unequalSlot(share);
            lowest = slot >= 0 && (lowest < 0 || slot < lowest) ? slot : lowest;
        }
        return lowest;
    }

    private int unequalSlot(View.Share share) {
        List<NodeCore> holders = new ArrayList<>();
        for (Voter voter : share.assignment().voters()) {
            SimHost node = nodes.get(Integer.parseInt(voter.node().substring(1)) - 1);
            if (node.running() && voter.dataId().equals(dataIds.get(node.name()))) {
                holders.add(core(node));
            }
        }
        boolean isWhole = holders.size() == share.assignment().voters().size()
                && share.assignment().learners().isEmpty();
        return isWhole
                ? share.slots()
                        .firstThat(slot -> !equal(slot, share.assignment().term(), holders))
                : share.slots().first();
    }

    /** A slot of which two replicas came equally far in its term, and hold different things; -1 for none. */
    int differingSlot() {
        View view = view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null && differ(slot, assignment)) {
                return slot;
            }
        }
        return -1;
    }

    private boolean differ(int slot, Assignment assignment) {
        Map<Long, Long> digests = new TreeMap<>();
        for (Voter voter : assignment.voters()) {
            SimHost node = nodes.get(Integer.parseInt(voter.node().substring(1)) - 1);
            boolean inSync = node.running() && core(node).syncedTerm(slot) == assignment.term();
            if (inSync) {
                long digest = core(node).digest(slot);
                Long other = digests.putIfAbsent(core(node).position(slot), digest);
                if (other != null && other != digest) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean equal(int slot, long term, List<NodeCore> holders) {
        long digest = holders.get(0).digest(slot);
        for (NodeCore holder : holders) {
            if (holder.syncedTerm(slot) != term || holder.digest(slot) != digest) {
                return false;
            }
        }
        return true;
    }
}
