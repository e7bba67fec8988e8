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
        private int called;
        private @Nullable Kin joined;

        private Kin(int number, Act act) {
            this.number = number;
            this.act = act;
        }

        /** One that stands for all. */
        Act act() {
            return act;
        }

        int number() {
            return number;
        }

        boolean left(Configuration configuration) {
            return endless || called > configuration.used(number);
        }

        /** One more of them has happened. */
        Configuration used(Configuration before) {
            return endless ? before : before.using(number, 1);
        }
    }

    private record Sort(Act.Kind kind, int observes, int writes) {}

    private final boolean endless;
    private final Map<Sort, Kin> all = new HashMap<>();
    private final Map<Integer, List<Kin>> byValue = new HashMap<>();
    private final List<Kin> live = new ArrayList<>();

    /** @param endless whether one that was called can happen again and again */
    Unknowns(boolean endless) {
        this.endless = endless;
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

    /** A configuration after {@link #end}. */
    static Configuration after(Configuration before, List<Kin> ended) {
        Configuration after = before;
        for (Kin kin : ended) {
            int used = after.used(kin.number);
            after = after.forgetting(kin.number);
            if (kin.joined != null) {
                after = after.using(kin.joined.number, used);
            }
        }
        return after;
    }
}
