package io.ringkv.simulation;

import io.ringkv.node.core.NodeCore;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a cluster must come to once nothing breaks any more: within {@link #boundNanos}, and to the byte. */
final class Convergence {
    private static final long SECOND = 1_000_000_000L;
    private static final long BACK_NANOS_MAX = 8 * SECOND;
    private static final long RESTART_WAIT_NANOS = 60 * SECOND;
    private static final long NODE_TIMEOUT_NANOS = 3 * SECOND;
    private static final int PARTS = SlotSet.SLOTS / 512;
    private static final long MOVES_NANOS = 2 * (2 * SECOND + PARTS * SECOND);
    private static final long FIRST_JUDGEMENT_NANOS = NODE_TIMEOUT_NANOS + 2 * SECOND;

    private final SimSettings settings;
    private final SimCluster cluster;

    Convergence(SimSettings settings, SimCluster cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /**
     * How long after the last fault everything is served by replicas in sync. The last process is back, and a machine
     * without power is missed; a coordinator that has started judges nobody for a while (rule M2); where doubt is left
     * without a majority, a person's patience is waited for; a take-over and a copy of everything take some more round
     * trips, of a link that may be slow. What is to move begins when nobody has joined for a while, goes in parts, and
     * may have to be given up first.
     */
    long boundNanos() {
        NetworkSettings network = settings.network();
        long roundTrip = 2
                * 21
                * network.delayNanosMax()
                * (network.slowNode() == 0 ? 1 : network.slowFactor());
        return BACK_NANOS_MAX
                + network.silentBreakNanos()
                + FIRST_JUDGEMENT_NANOS
                + RESTART_WAIT_NANOS
                + 2 * NODE_TIMEOUT_NANOS
                + MOVES_NANOS
                + (40 + 6 * PARTS) * roundTrip;
    }

    boolean everySlotServed() {
        View view = cluster.view();
        return view.formed()
                && cluster.nodes().stream()
                        .allMatch(node -> node.running()
                                && cluster.core(node).recovering() == 0
                                && cluster.core(node).epoch() == view.epoch());
    }

    boolean reached() {
        return everySlotServed()
                && cluster.replicas().unequalSlot() < 0
                && nothingUnderWay()
                && cluster.coordinators().slotsToMove() == 0;
    }

    private boolean nothingUnderWay() {
        return cluster.nodes().stream()
                .allMatch(node -> cluster.core(node).backlog().isEmpty());
    }

    /** Two replicas of a slot came equally far in its term, and hold different things. */
    static final class Differing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Differing(String what) {
            super("replicas differ: " + what);
        }
    }

    /** Throws {@link Differing}; replicas on their way to each other are left alone. */
    void requireEqualInSync() {
        int slot = cluster.replicas().differingSlot();
        if (slot >= 0) {
            throw new Differing("slot " + slot + "; " + why());
        }
    }

    /** Throws {@link Differing} when a sweep had something to repair: no fault of a run changes rows behind a node. */
    void requireNothingRepaired() {
        for (SimHost node : cluster.nodes()) {
            long found = node.running() ? cluster.core(node).differing() : 0;
            if (found > 0) {
                throw new Differing("sweeps of " + node.name() + " repaired " + found);
            }
        }
    }

    /** Throws {@link Differing} when two replicas of a slot differ in any byte. */
    void requireEqualBytes() {
        View view = cluster.view();
        for (RowSpace space : List.of(RowSpace.DATA, RowSpace.REQUEST)) {
            Map<String, String> whole = new TreeMap<>();
            for (SimHost node : cluster.nodes()) {
                cluster.disks().rows(node, space).forEach((key, row) -> {
                    int slot = Integer.parseInt(key.substring(0, key.indexOf(' ')));
                    Assignment assignment = view.assignment(slot);
                    if (assignment == null || assignment.voter(node.name()) == null) {
                        return;
                    }
                    String before = whole.putIfAbsent(key, row);
                    if (before != null && !before.equals(row)) {
                        throw differ(space, key, before, node.name() + " has " + row);
                    }
                });
            }
            requireEverywhere(space, whole);
        }
    }

    private void requireEverywhere(RowSpace space, Map<String, String> whole) {
        View view = cluster.view();
        for (SimHost node : cluster.nodes()) {
            Map<String, String> rows = cluster.disks().rows(node, space);
            whole.forEach((key, row) -> {
                int slot = Integer.parseInt(key.substring(0, key.indexOf(' ')));
                Assignment assignment = view.assignment(slot);
                boolean belongs = assignment != null && assignment.voter(node.name()) != null;
                if (belongs && !rows.containsKey(key)) {
                    throw differ(space, key, row, node.name() + " has nothing");
                }
            });
        }
    }

    private static Differing differ(RowSpace space, String key, String one, String other) {
        return new Differing(
                "the " + space + " row of slot and key " + key + ": one has " + one + ", " + other);
    }

    /** Why it is not reached, for traces. */
    String why() {
        View view = cluster.view();
        StringBuilder why = new StringBuilder("the view has epoch " + view.epoch() + ", and "
                + cluster.coordinators().slotsToMove() + " slots are to move");
        int slot = Math.max(0, cluster.replicas().unequalSlot());
        for (SimHost node : cluster.nodes()) {
            why.append("\n    ").append(node.name());
            if (node.running()) {
                NodeCore core = cluster.core(node);
                why.append(" epoch ")
                        .append(core.epoch())
                        .append(", taking over ")
                        .append(core.recovering())
                        .append(", doubtful ")
                        .append(core.doubtfulSlots())
                        .append(", ")
                        .append(core.backlog())
                        .append(", slot ")
                        .append(slot)
                        .append(": ")
                        .append(core.describe(slot));
            } else {
                why.append(" is down");
            }
        }
        return why.toString();
    }
}
