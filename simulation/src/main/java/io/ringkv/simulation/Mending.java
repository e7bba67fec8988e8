package io.ringkv.simulation;

import java.util.function.Consumer;

/**
 * What was broken and is not whole again. While a copy of data or metadata may be missing anywhere, no fault may take
 * another one: two at once may lose what no majority had, which is no promise.
 */
final class Mending {
    private final World world;
    private final SimCluster cluster;
    private final Consumer<String> trace;
    private boolean copyMissing;

    Mending(World world, SimCluster cluster, Consumer<String> trace) {
        this.world = world;
        this.cluster = cluster;
        this.trace = trace;
    }

    void trace(String what) {
        trace.accept(what);
    }

    /**
     * True when one disk may lose what it has: no other did, though others may be behind or away. It counts as missing
     * until everything is in sync again.
     */
    boolean takesACopy() {
        boolean may = !copyMissing;
        copyMissing = true;
        return may;
    }

    /** True when more than one may go: each replica has everything. */
    boolean takesMore() {
        boolean may = !copyMissing && allInSync();
        copyMissing |= may;
        return may;
    }

    boolean allInSync() {
        return cluster.replicas().unequalSlot() < 0
                && cluster.nodes().stream()
                        .allMatch(
                                node -> node.running() && cluster.core(node).doubtfulSlots() == 0);
    }

    /** Another copy may go once this one is back. */
    void untilInSync() {
        world.after(500_000_000L, () -> {
            if (allInSync()) {
                copyMissing = false;
            } else {
                untilInSync();
            }
        });
    }
}
