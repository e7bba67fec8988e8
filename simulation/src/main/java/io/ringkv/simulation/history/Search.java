package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Looks for an order of one key's acts that explains all they observed: the search of Wing and Gong (1993) with Lowe's
 * cache of configurations (2016), along the timeline instead of into the depth. After each return it holds every
 * configuration in which what returned is done; acts happen only when a return asks for them. So it needs the memory of
 * one moment however long the history is, forgets all others when one configuration is left, and where none is left
 * it has the return that nothing explains.
 */
final class Search {
    /** How often weights are changed before all ways are tried. */
    private static final int WEIGHINGS_MAX = 50;

    /** Where a few steps find nothing. */
    private static final int STEPS_MAX = 20_000;

    private static final int COMPARED_MAX = 1_000;

    private final Values values;
    private final Unknowns unknowns;
    private final Moves moves;
    private final Effort effort;
    private final Budget budget;
    private final Act[] timeline;
    private List<Configuration> held = new ArrayList<>();

    Search(KeyHistory history, Effort effort, Budget budget) {
        this(history, effort, new Weights(), budget);
    }

    private Search(KeyHistory history, Effort effort, Weights weights, Budget budget) {
        this.effort = effort;
        this.budget = budget;
        unknowns = new Unknowns(effort.counting, weights);
        values = new Values(history);
        timeline = values.timeline();
        int mostOpen = mostOpen(timeline);
        moves = new Moves(values, unknowns, mostOpen);
        held.add(new Configuration(Point.first(values.first(), mostOpen), Spent.NOTHING));
    }

    /**
     * As {@link #unexplained()}, with no more effort than it takes. What is unknown makes a search large, mostly for
     * nothing: nearly every history is explained, or beyond explanation, without counting it.
     */
    static @Nullable Act unexplained(KeyHistory history, Budget budget) {
        boolean known = history.allKnown();
        if (explained(history, Effort.A_FEW)
                || !known && explained(history, Effort.A_FEW_HELPED)
                || !known && explained(history, Effort.MORE_HELPED)) {
            return null;
        }
        Act wrong = new Search(history, Effort.TOO_MUCH, budget).unexplained();
        return wrong != null || known ? wrong : unexplainedByWeight(history, budget);
    }

    /** This takes a bounded time for each operation; where it finds nothing, that says nothing. */
    private static boolean explained(KeyHistory history, Effort effort) {
        return new Search(history, effort, Budget.UNLIMITED).unexplained() == null;
    }

    /** Looks for the weights by which it shows, from both sides; what no weights tell is tried in every way. */
    private static @Nullable Act unexplainedByWeight(KeyHistory history, Budget budget) {
        Weights weights = new Weights();
        for (int i = 0; i < WEIGHINGS_MAX; i++) {
            Search weighed = new Search(history, Effort.BY_WEIGHT, weights, budget);
            Act wrong = weighed.unexplained();
            if (wrong != null) {
                return wrong;
            }
            Spent lightest = weighed.lightest();
            if (lightest.missesNone()
                    || new Search(history, Effort.LIGHTEST, weights, budget).unexplained()
                            == null) {
                return null;
            }
            weights.raise(lightest, weighed.unknowns.classes());
        }
        return new Search(history, Effort.ALL, budget).unexplained();
    }

    private Spent lightest() {
        return Collections.min(
                held.stream().map(Configuration::spent).toList(),
                Comparator.comparingLong(Spent::weight));
    }

    private static int mostOpen(Act[] timeline) {
        int open = 0;
        int most = 0;
        for (int at = 0; at < timeline.length; at++) {
            boolean call = timeline[at].called() == at;
            open += !call ? -1 : timeline[at].known() ? 1 : 0;
            most = Math.max(most, open);
        }
        return most;
    }

    /** The act whose return nothing explains; null when there is an order that explains all. */
    @Nullable
    Act unexplained() {
        int[][] ends = values.ends();
        for (int at = 0; at < timeline.length; at++) {
            Act act = timeline[at];
            if (act.called() != at) {
                returned(act);
                if (held.isEmpty()) {
                    return act;
                }
            } else if (act.known()) {
                called(act);
            } else {
                unknowns.called(act);
            }
            for (int value : ends[at]) {
                end(value);
            }
        }
        return null;
    }

    private void called(Act act) {
        values.called(act);
        int slot = moves.open(act);
        held.replaceAll(configuration -> moves.called(configuration, slot, act));
    }

    private void end(int value) {
        values.end(value);
        List<Unknowns.Kin> kins = unknowns.end(value);
        if (kins.isEmpty() && held.stream().noneMatch(one -> one.value() == value)) {
            return;
        }
        Front after = new Front(effort.counting, effort.waysMax, budget);
        for (Configuration one : held) {
            Point point = one.value() == value ? one.point().holding(Values.UNASKED) : one.point();
            after.add(new Configuration(point, unknowns.after(one.spent(), kins)));
        }
        held = after.all();
    }

    /** A configuration on the way to a return, and whether the act could be left out before that too. */
    private record Step(Configuration configuration, boolean hiddenBefore) {}

    private void returned(Act act) {
        int slot = moves.slotOf(act);
        Front after = returned(act, slot, effort != Effort.A_FEW, effort.stepsMax);
        for (int steps = effort.stepsMax; after.isEmpty() && steps < STEPS_MAX; steps *= 4) {
            after = returned(act, slot, true, steps);
        }
        moves.close(slot);
        held = after.all();
        if (held.size() > 1) {
            held = best(held);
        }
        if (held.size() > effort.heldMax) {
            held = new ArrayList<>(held.subList(0, effort.heldMax));
        }
    }

    /** The configurations after a return, with or without the help of what is unknown. */
    private Front returned(Act act, int slot, boolean helped, int stepsMax) {
        boolean write = act.kind() == Act.Kind.WRITE;
        boolean mayHide = write && !(values.leftOnce(act.writes()) && values.wanted(act.writes()));
        Front after = new Front(effort.counting, effort.waysMax, budget);
        Front seen = new Front(effort.counting, effort.waysMax, budget);
        Deque<Step> open = new ArrayDeque<>();
        for (Configuration one : held) {
            seen.add(one);
            open.add(new Step(one, false));
        }
        while (!open.isEmpty()) {
            Step step = open.remove();
            Configuration here = step.configuration;
            if (!seen.holds(here)) {
                continue;
            }
            budget.spend(seen.size());
            if (here.done(slot)) {
                after.add(here.without(slot));
                continue;
            }
            boolean hidden = mayHide && here.covered(slot);
            if (hidden && !step.hiddenBefore) {
                after.add(here.without(slot));
            }
            if (write) {
                Configuration placed = moves.place(here, slot, act);
                if (placed != null) {
                    after.add(placed.without(slot));
                }
            }
            if (seen.size() <= stepsMax) {
                for (Configuration next : moves.next(here, act, helped)) {
                    if (seen.add(next)) {
                        open.add(new Step(next, hidden));
                    }
                }
            }
        }
        return after;
    }

    /** Without those that another is as good as. */
    private List<Configuration> best(List<Configuration> all) {
        long[] writes = moves.slotsOf(Act.Kind.WRITE);
        long[] swaps = moves.slotsOf(Act.Kind.SWAP);
        all.sort(Comparator.comparingLong(one -> one.spent().weight()));
        List<Configuration> best = new ArrayList<>();
        for (Configuration one : all) {
            int compared = Math.min(best.size(), COMPARED_MAX);
            boolean worse = false;
            for (int i = 0; i < compared && !worse; i++) {
                worse = asGoodAs(best.get(i), one, writes, swaps);
            }
            if (!worse) {
                best.removeIf(other -> asGoodAs(one, other, writes, swaps));
                best.add(one);
            }
        }
        return best;
    }

    private boolean asGoodAs(Configuration one, Configuration other, long[] writes, long[] swaps) {
        return one.point().asGoodAs(other.point(), writes, swaps)
                && effort.counting.asGoodAs(one.spent(), other.spent());
    }
}
