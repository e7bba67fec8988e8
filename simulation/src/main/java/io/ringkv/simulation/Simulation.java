package io.ringkv.simulation;

import io.ringkv.node.core.Durability;
import io.ringkv.node.core.InvariantViolation;
import io.ringkv.simulation.check.Invariant;
import io.ringkv.simulation.check.Invariants;
import io.ringkv.simulation.history.GaveUpException;
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

    /**
     * What a run came to.
     *
     * @param damaged an invariant was broken, one of a node's own included, or a history cannot be explained; a run may
     *     fail without it
     */
    public record Outcome(
            SimSettings settings,
            List<String> problems,
            boolean damaged,
            int operations,
            int overlapping,
            int unknown,
            long fingerprint,
            List<Operation> history,
            List<String> trace) {

        public boolean passed() {
            return problems.isEmpty();
        }

        /** Without what is only of use when it failed, for those who keep many. */
        Outcome summary() {
            return passed()
                    ? new Outcome(
                            settings,
                            problems,
                            damaged,
                            operations,
                            overlapping,
                            unknown,
                            fingerprint,
                            List.of(),
                            List.of())
                    : this;
        }

        public int overlapPercent() {
            return operations == 0 ? 0 : 100 * overlapping / operations;
        }
    }

    /** Most are never read, so they become text when they are. */
    private record Traced(long at, Object what) {
        @Override
        public String toString() {
            return String.format("%10.4f  %s", at / 1e9, what);
        }
    }

    private final SimSettings settings;
    private final World world;
    private final SimCluster cluster;
    private final Convergence convergence;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Operation> history = new ArrayList<>();
    private final Deque<Traced> trace = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private final FaultInjector faults;
    private boolean damaged;

    public Simulation(SimSettings settings) {
        this.settings = settings;
        this.world = new World(settings.seed());
        Invariants invariants = new Invariants(
                settings.cluster().bounds(),
                settings.cluster().durability() == Durability.FSYNC,
                broken -> {
                    throw broken;
                });
        SimNetwork network = new SimNetwork(world, settings, invariants);
        this.cluster = new SimCluster(world, settings, network, invariants, this::trace);
        this.convergence = new Convergence(settings, cluster);
        this.faults = new FaultInjector(world, settings, network, cluster, this::trace);
        WorkloadSettings workload = settings.ofClients();
        for (int i = 0; i < workload.clients(); i++) {
            SimHost host =
                    new SimHost(world, "client" + i, 1, settings.cluster().driftPpm());
            SplittableRandom random = world.workload().split();
            Asker asker = i % 2 == 0
                    ? new LibraryAsker(host, network, cluster, random.split())
                    : new RandomNodeAsker(
                            host, network, cluster, workload.againPercent(), random.split());
            SimClient client = new SimClient(i, world, asker, random, workload, this::record);
            host.boot(asker);
            clients.add(client);
        }
        for (int i = 0; i < workload.keys(); i++) {
            keys.add("key" + i);
        }
    }

    private void trace(Object what) {
        trace.add(new Traced(world.now(), what));
        if (trace.size() > TRACE_MAX) {
            trace.remove();
        }
    }

    private void record(Operation operation) {
        history.add(operation);
        world.happened(operation.kind().name().hashCode() * 31L
                + operation.status().name().hashCode());
        world.happened(operation.called());
        trace(operation);
    }

    /** Runs to the end and judges. */
    public Outcome run() {
        try {
            cluster.startAll();
            waitFor("the cluster to form", 30 * SECOND, convergence::everySlotServed);
            faults.start();
            long end = world.now() + settings.seconds() * SECOND;
            workload(end);
            world.runUntil(end);
            heal();
        } catch (Invariant.Broken | Convergence.Differing e) {
            damaged = true;
            problems.add(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            damaged = e instanceof InvariantViolation;
            problems.add("an exception: " + e);
            java.io.StringWriter stack = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(stack));
            trace(stack.toString());
        }
        judge();
        return new Outcome(
                settings,
                problems,
                damaged,
                history.size(),
                overlapping(),
                unknown(),
                world.fingerprint(),
                List.copyOf(history),
                trace.stream().map(Traced::toString).toList());
    }

    /** All clients at once on few keys, again and again: operations that do not overlap prove little. */
    private void workload(long end) {
        if (world.now() >= end) {
            return;
        }
        WorkloadSettings workload = settings.workload();
        String hot = keys.get(world.workload().nextInt(keys.size()));
        for (SimClient client : clients) {
            String key = world.workload().nextInt(100) < workload.hotPercent()
                    ? hot
                    : keys.get(world.workload().nextInt(keys.size()));
            world.after(world.workload().nextLong(3_000_000), () -> client.operate(key));
        }
        long round = clients.size() * SECOND / workload.perSecond();
        world.after(round / 2 + world.workload().nextLong(round), () -> workload(end));
    }

    private void heal() {
        faults.stop();
        trace("everything is healed");
        waitFor(
                "every client to be answered",
                convergence.boundNanos(),
                () -> clients.stream().allMatch(SimClient::idle));
        waitFor(
                "every slot to be served by replicas in sync, and nothing under way",
                convergence.boundNanos(),
                convergence::reached);
        convergence.requireEqualBytes();
        convergence.requireNothingRepaired();
        for (String key : keys) {
            clients.get(0).read(key);
            waitFor("the last read of " + key, 20 * SECOND, clients.get(0)::idle);
        }
    }

    private void waitFor(String what, long limit, java.util.function.BooleanSupplier condition) {
        long until = world.now() + limit;
        while (!condition.getAsBoolean()) {
            if (world.now() >= until) {
                convergence.requireEqualInSync();
                convergence.requireEqualInSync();
                throw new IllegalStateException(
                        "waited in vain for " + what + "; " + convergence.why() + waiting());
            }
            world.runUntil(world.now() + 50_000_000L);
        }
    }

    private String waiting() {
        StringBuilder waiting = new StringBuilder();
        clients.stream()
                .filter(client -> !client.idle())
                .forEach(client -> waiting.append("\n    ").append(client));
        return waiting.toString();
    }

    private void judge() {
        try {
            for (Linearizability.Violation violation : Linearizability.check(history)) {
                damaged = true;
                problems.add(violation.toString());
            }
        } catch (GaveUpException e) {
            problems.add(String.valueOf(e.getMessage()));
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
