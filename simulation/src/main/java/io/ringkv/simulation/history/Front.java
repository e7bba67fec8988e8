package io.ringkv.simulation.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The best ways that are known to each point, in the order in which the points were come to. */
final class Front {
    private final Map<Point, List<Spent>> ways = new LinkedHashMap<>();
    private final Counting counting;
    private final int waysMax;
    private final Budget budget;
    private int size;

    /** @param waysMax how many ways to one point are held; the lightest */
    Front(Counting counting, int waysMax, Budget budget) {
        this.counting = counting;
        this.waysMax = waysMax;
        this.budget = budget;
    }

    /** False when another way to the same point is as good. */
    boolean add(Configuration one) {
        List<Spent> there = ways.computeIfAbsent(one.point(), point -> new ArrayList<>(1));
        Spent spent = one.spent();
        budget.compare(there.size());
        for (Spent other : there) {
            if (counting.asGoodAs(other, spent)) {
                return false;
            }
        }
        size -= there.size();
        there.removeIf(other -> counting.asGoodAs(spent, other));
        there.add(spent);
        boolean held = there.size() <= waysMax || dropHeaviest(there) != spent;
        size += there.size();
        return held;
    }

    private static Spent dropHeaviest(List<Spent> there) {
        int heaviest = 0;
        for (int i = 1; i < there.size(); i++) {
            heaviest = there.get(i).weight() >= there.get(heaviest).weight() ? i : heaviest;
        }
        return there.remove(heaviest);
    }

    /** Whether this very way has not been given up for a better one. */
    @SuppressWarnings("ReferenceEquality")
    boolean holds(Configuration one) {
        for (Spent spent : ways.getOrDefault(one.point(), List.of())) {
            if (spent == one.spent()) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    List<Configuration> all() {
        List<Configuration> all = new ArrayList<>(size);
        ways.forEach(
                (point, there) -> there.forEach(spent -> all.add(new Configuration(point, spent))));
        return all;
    }
}
