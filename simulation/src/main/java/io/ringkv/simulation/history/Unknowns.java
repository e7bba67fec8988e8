package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The operations of unknown outcome that were called so far. They never return, so those that do the same are told
 * apart by nothing: they form a class, of which a configuration counts how many it used.
 */
final class Unknowns {
    /** Those that do the same. */
    final class Kin {
        private final int number;
        private final Act act;
        private final long weight;
        private int called;
        private @Nullable Kin joined;

        private Kin(int number, Act act) {
            this.number = number;
            this.act = act;
            weight = weights.of(number, act);
        }

        /** One that stands for all. */
        Act act() {
            return act;
        }

        boolean left(Configuration configuration) {
            return switch (counting) {
                case NONE -> true;
                case WEIGHED ->
                    weight == 0 || configuration.spent().weight() + weight <= calledWeight;
                case EACH -> there(configuration);
            };
        }

        private boolean there(Configuration configuration) {
            return called > configuration.spent().used(number);
        }

        /** One more of them has happened. */
        Configuration used(Configuration before) {
            return counting == Counting.NONE
                    ? before
                    : before.having(before.spent().plus(number, weight, there(before)));
        }
    }

    private record Sort(Act.Kind kind, int observes, int writes) {}

    private final Counting counting;
    private final Weights weights;
    private final Map<Sort, Kin> all = new HashMap<>();
    private final Map<Integer, List<Kin>> byValue = new HashMap<>();
    private final List<Kin> live = new ArrayList<>();
    private long calledWeight;

    Unknowns(Counting counting, Weights weights) {
        this.counting = counting;
        this.weights = weights;
    }

    /** All classes so far, numbered from 0, in the same order in every search of a history. */
    int classes() {
        return all.size();
    }

    /** Those of which one was called, and which can still be of use. */
    List<Kin> live() {
        return live;
    }

    void called(Act act) {
        Kin kin = kin(act);
        if (kin.joined != null) {
            kin = kin.joined;
        }
        calledWeight += kin.weight;
        if (kin.called++ == 0) {
            live.add(kin);
        }
    }

    private Kin kin(Act act) {
        return all.computeIfAbsent(new Sort(act.kind(), act.observes(), act.writes()), sort -> {
            Kin kin = new Kin(all.size(), act);
            int value = act.kind() == Act.Kind.WRITE ? act.writes() : act.observes();
            byValue.computeIfAbsent(value, any -> new ArrayList<>()).add(kin);
            return kin;
        });
    }

    /**
     * Nobody can observe a value any more: the writes that leave it are like all such, and those that need it cannot
     * happen.
     */
    List<Kin> end(int value) {
        List<Kin> kins = byValue.getOrDefault(value, List.of());
        for (Kin kin : kins) {
            if (kin.act.kind() == Act.Kind.WRITE) {
                Kin unasked = kin(kin.act.renamed(Act.NONE, Values.UNASKED));
                if (unasked.called == 0 && kin.called > 0) {
                    live.add(unasked);
                }
                unasked.called += kin.called;
                kin.joined = unasked;
            }
        }
        for (Iterator<Kin> each = live.iterator(); each.hasNext(); ) {
            if (kins.contains(each.next())) {
                each.remove();
            }
        }
        return kins;
    }

    /** What was spent, after {@link #end}. Where all is weighed together, what was called and used before stays so. */
    Spent after(Spent before, List<Kin> ended) {
        Spent after = before;
        boolean each = counting == Counting.EACH;
        for (Kin kin : ended) {
            long weight = each ? kin.weight : 0;
            Kin joined = kin.joined;
            after = joined == null
                    ? after.forgetting(kin.number, weight)
                    : after.joining(kin.number, weight, joined.number, each ? joined.weight : 0);
        }
        return after;
    }
}
