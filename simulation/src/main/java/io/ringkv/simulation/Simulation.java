package io.ringkv.simulation;

import io.ringkv.node.core.NodeCore;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.simulation.history.Linearizability;
import io.ringkv.simulation.history.Operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One seeded run: a cluster under a workload and faults, then everything healed and convergence demanded, then the
 * history judged. The same seed gives the same run, event for event.
 */
public final class Simulation {
    private static final long SECOND = 1_000_000_000L;
    private static final int TRACE_MAX = 5_000;

    /** What a run came to. */
    public record Outcome(
            SimSettings settings,
            List<String> problems,
            int operations,
            int overlapping,
            int unknown,
            long fingerprint,
            List<String> trace) {

        public boolean passed() {
            return problems.isEmpty();
        }

        public int overlapPercent() {
            return operations == 0 ? 0 : 100 * overlapping / operations;
        }
    }

    private final SimSettings settings;
    private final World world;
    private final SimNetwork network;
    private final SimCluster cluster;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Operation> history = new ArrayList<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private final FaultInjector faults;

    public Simulation(SimSettings settings) {
        this.settings = settings;
        this.world = new World(settings.seed());
        this.network = new SimNetwork(world, settings);
        this.cluster = new SimCluster(world, settings, network, this::trace);
        this.faults = new FaultInjector(world, settings, network, cluster, this::trace);
        for (int i = 0; i < settings.clients(); i++) {
            SimHost host = new SimHost(world, "client" + i, 1);
            SplittableRandom random = world.workload().split();
            Asker asker = i % 2 == 0
                    ? new LibraryAsker(host, network, cluster, random.split())
                    : new RandomNodeAsker(host, network, cluster, random.split());
            SimClient client = new SimClient(i, world, asker, random, this::record);
            host.boot(asker);
            clients.add(client);
        }
        for (int i = 0; i < settings.keys(); i++) {
            keys.add("key" + i);
        }
    }

    private void trace(String what) {
        trace.add(String.format("%10.4f  %s", world.now() / 1e9, what));
        if (trace.size() > TRACE_MAX) {
            trace.remove();
        }
    }

    private void record(Operation operation) {
        history.add(operation);
        world.happened(operation.kind().name().hashCode() * 31L
                + operation.status().name().hashCode());
        world.happened(operation.called());
        trace(operation.toString());
    }

    /** Runs to the end and judges. */
    public Outcome run() {
        try {
            cluster.startAll();
            waitFor("the cluster to form", 30 * SECOND, this::everySlotServed);
            faults.start();
            long end = world.now() + settings.seconds() * SECOND;
            workload(end);
            world.runUntil(end);
            heal();
        } catch (RuntimeException e) {
            problems.add("an exception: " + e);
            java.io.StringWriter stack = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(stack));
            trace(stack.toString());
        }
        judge();
        return new Outcome(
                settings,
                problems,
                history.size(),
                overlapping(),
                unknown(),
                world.fingerprint(),
                List.copyOf(trace));
    }

    /** All clients at once on few keys, again and again: operations that do not overlap prove little. */
    private void workload(long end) {
        if (world.now() >= end) {
            return;
        }
        String hot = keys.get(world.workload().nextInt(keys.size()));
        for (SimClient client : clients) {
            String key = world.workload().nextInt(4) == 0
                    ? keys.get(world.workload().nextInt(keys.size()))
                    : hot;
            world.after(world.workload().nextLong(3_000_000), () -> client.operate(key));
        }
        world.after(100_000_000L + world.workload().nextLong(300_000_000L), () -> workload(end));
    }

    private void heal() {
        faults.stop();
        trace("everything is healed");
        waitFor(
                "every client to be answered",
                60 * SECOND,
                () -> clients.stream().allMatch(SimClient::idle));
        waitFor("every slot to be served by replicas in sync", 60 * SECOND, this::converged);
        for (String key : keys) {
            clients.get(0).read(key);
            waitFor("the last read of " + key, 20 * SECOND, clients.get(0)::idle);
        }
    }

    private void waitFor(String what, long limit, java.util.function.BooleanSupplier condition) {
        long until = world.now() + limit;
        while (!condition.getAsBoolean()) {
            if (world.now() >= until) {
                throw new IllegalStateException("waited in vain for " + what + "; " + why());
            }
            world.runUntil(world.now() + 50_000_000L);
        }
    }

    private String why() {
        View view = cluster.view();
        StringBuilder why = new StringBuilder("the view has epoch " + view.epoch());
        for (SimHost node : cluster.nodes()) {
            why.append("; ").append(node.name());
            if (!node.running()) {
                why.append(" is down");
                continue;
            }
            NodeCore core = cluster.core(node);
            int behind = 0;
            for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
                Assignment assignment = view.assignment(slot);
                if (assignment != null && assignment.voter(node.name()) != null) {
                    behind += core.syncedTerm(slot) == assignment.term() ? 0 : 1;
                }
            }
            why.append(" epoch ")
                    .append(core.epoch())
                    .append(", taking over ")
                    .append(core.recovering());
            why.append(", behind ")
                    .append(behind)
                    .append(", doubtful ")
                    .append(core.doubtfulSlots());
        }
        int slot = Math.max(0, cluster.unequalSlot());
        for (SimHost node : cluster.nodes()) {
            why.append("\n    ")
                    .append(node.name())
                    .append(" slot ")
                    .append(slot)
                    .append(": ");
            why.append(node.running() ? cluster.core(node).describe(slot) : "down");
        }
        clients.stream()
                .filter(client -> !client.idle())
                .forEach(client -> why.append("; ").append(client));
        return why.toString();
    }

    private boolean everySlotServed() {
        View view = cluster.view();
        if (!view.formed()) {
            return false;
        }
        return cluster.nodes().stream()
                .allMatch(node -> node.running()
                        && cluster.core(node).recovering() == 0
                        && cluster.core(node).epoch() == view.epoch());
    }

    private boolean converged() {
        return everySlotServed() && cluster.unequalSlot() < 0;
    }

    private void judge() {
        for (Linearizability.Violation violation : Linearizability.check(history)) {
            problems.add(violation.toString());
        }
    }

    private int unknown() {
        return (int) history.stream()
                .filter(operation -> operation.status() == Operation.Status.UNKNOWN)
                .count();
    }

    private int overlapping() {
        int overlapping = 0;
        for (int i = 0; i < history.size(); i++) {
            Operation operation = history.get(i);
            for (int j = Math.max(0, i - 40); j < Math.min(history.size(), i + 40); j++) {
                if (i != j
                        && operation.key().equals(history.get(j).key())
                        && operation.overlaps(history.get(j))) {
                    overlapping++;
                    break;
                }
            }
        }
        return overlapping;
    }
}
