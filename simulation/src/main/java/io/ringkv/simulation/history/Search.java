package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of one key's acts that explains all they observed: the search of Wing and Gong (1993) with Lowe's
 * cache of configurations (2016), along the timeline instead of into the depth. After each return it holds every
 * configuration in which what returned is done; acts happen only when a return asks for them. So it needs the memory of
 * one moment however long the history is, forgets all others when one configuration is left, and where none is left
 * it has the return that nothing explains.
 */
final class Search {
    /** How much of what is possible is tried. */
    enum Effort {
        /** After each return a few, and help by what is unknown only where there is no other. What is left explains. */
        A_FEW(100, 2_000),
        /** After each return the few that used least of the unknown. */
        A_FEW_HELPED(50, 300),
        ALL(Integer.MAX_VALUE, Integer.MAX_VALUE),
        /** All, and what is unknown can happen again and again. What has no explanation even so has none. */
        TOO_MUCH(Integer.MAX_VALUE, Integer.MAX_VALUE);

        private final int heldMax;
        private final int stepsMax;

        Effort(int heldMax, int stepsMax) {
            this.heldMax = heldMax;
            this.stepsMax = stepsMax;
        }
    }

    private static final int COMPARED_MAX = 1_000;

    private final Values values;
    private final Unknowns unknowns;
    private final Moves moves;
    private final Effort effort;
    private final Budget budget;
    private final Act[] timeline;
    private List<Configuration> held = new ArrayList<>();

    Search(KeyHistory history, Effort effort, Budget budget) {
        this.effort = effort;
        this.budget = budget;
        unknowns = new Unknowns(effort == Effort.TOO_MUCH);
        values = new Values(history);
        timeline = values.timeline();
        int mostOpen = mostOpen(timeline);
        moves = new Moves(values, unknowns, mostOpen);
        held.add(Configuration.first(values.first(), mostOpen));
    }

    /**
     * As {@link #unexplained()}, with no more effort than it takes. What is unknown makes a search large, mostly for
     * nothing: nearly every history is explained, or beyond explanation, without counting it.
     */
    static @Nullable Act unexplained(KeyHistory history, Budget budget) {
        if (explained(history, Effort.A_FEW)
                || !history.allKnown() && explained(history, Effort.A_FEW_HELPED)) {
            return null;
        }
        Act wrong = new Search(history, Effort.TOO_MUCH, budget).unexplained();
        if (wrong != null || history.allKnown()) {
            return wrong;
        }
        return new Search(history, Effort.ALL, budget).unexplained();
    }

    /** This takes a bounded time for each operation; where it finds nothing, that says nothing. */
    private static boolean explained(KeyHistory history, Effort effort) {
        return new Search(history, effort, Budget.UNLIMITED).unexplained() == null;
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
        Set<Configuration> after = new HashSet<>();
        for (Configuration configuration : held) {
            Configuration renamed = Unknowns.after(configuration, kins);
            after.add(
                    renamed.value() == value
                            ? renamed.with(Values.UNASKED, renamed.copyOfSlots())
                            : renamed);
        }
        held = new ArrayList<>(after);
    }

    /** A configuration on the way to a return, and whether the act could be left out before that too. */
    private record Step(Configuration configuration, boolean hiddenBefore) {}

    private void returned(Act act) {
        int slot = moves.slotOf(act);
        Set<Configuration> after = Set.of();
        if (effort == Effort.A_FEW) {
            after = returned(act, slot, false);
        }
        if (after.isEmpty()) {
            after = returned(act, slot, true);
        }
        moves.close(slot);
        held = new ArrayList<>(after);
        if (held.size() > 1) {
            held = best(held);
        }
        if (held.size() > effort.heldMax) {
            held = new ArrayList<>(held.subList(0, effort.heldMax));
        }
    }

    /** The configurations after a return, with or without the help of what is unknown. */
    private Set<Configuration> returned(Act act, int slot, boolean helped) {
        boolean write = act.kind() == Act.Kind.WRITE;
        boolean mayHide = write && !(values.leftOnce(act.writes()) && values.wanted(act.writes()));
        Set<Configuration> after = new LinkedHashSet<>();
        Set<Configuration> seen = new HashSet<>(held);
        Deque<Step> open = new ArrayDeque<>();
        held.forEach(one -> open.add(new Step(one, false)));
        while (!open.isEmpty()) {
            Step step = open.remove();
            Configuration here = step.configuration;
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
            if (seen.size() <= effort.stepsMax) {
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
        all.sort(Comparator.comparingInt(Configuration::usedInAll));
        List<Configuration> best = new ArrayList<>();
        for (Configuration one : all) {
            int compared = Math.min(best.size(), COMPARED_MAX);
            boolean worse = false;
            for (int i = 0; i < compared && !worse; i++) {
                worse = best.get(i).asGoodAs(one, writes, swaps);
            }
            if (!worse) {
                best.removeIf(other -> one.asGoodAs(other, writes, swaps));
                best.add(one);
            }
        }
        return best;
    }
}
