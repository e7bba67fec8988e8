package io.ringkv.simulation.history;

import io.ringkv.simulation.history.Act.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What may happen next in a configuration. Reads happen as soon as they fit, because that changes nothing for others. A
 * write is put off until somebody who is open needs it, or it returns; and one that another write follows at once need
 * not be placed at all. So configurations differ in what was seen, not in every order of writes.
 */
final class Moves {
    private final Values values;
    private final Unknowns unknowns;
    private final List<@Nullable Act> slots = new ArrayList<>();
    private final Needs needs = new Needs();

    private final int words;

    /** @param mostOpen how many known acts are open at once, at most */
    Moves(Values values, Unknowns unknowns, int mostOpen) {
        words = (mostOpen + 63) / 64;
        this.values = values;
        this.unknowns = unknowns;
    }

    /** Takes the lowest place that is free. */
    int open(Act act) {
        int slot = slots.indexOf(null);
        if (slot < 0) {
            slots.add(act);
            return slots.size() - 1;
        }
        slots.set(slot, act);
        return slot;
    }

    void close(int slot) {
        slots.set(slot, null);
    }

    int slotOf(Act act) {
        int slot = 0;
        for (Act open = slots.get(slot);
                open == null || open.called() != act.called();
                open = slots.get(slot)) {
            slot++;
        }
        return slot;
    }

    /** The places of the open acts of a kind, as bits. */
    long[] slotsOf(Kind kind) {
        long[] bits = new long[words];
        for (int slot = 0; slot < slots.size(); slot++) {
            Act act = slots.get(slot);
            if (act != null && act.kind() == kind) {
                bits[slot >> 6] |= 1L << slot;
            }
        }
        return bits;
    }

    /** A read that was just called and fits is done. */
    Configuration called(Configuration before, int slot, Act act) {
        if (act.leaves() || !act.fits(before.value())) {
            return before;
        }
        long[] changed = before.point().copyOfSlots();
        Point.setDone(changed, slot);
        return before.at(new Point(before.value(), changed));
    }

    /** An open act happens now; null where that leaves others without what they want. */
    @Nullable
    Configuration place(Configuration before, int slot, Act act) {
        long[] changed = before.point().copyOfSlots();
        Point.setDone(changed, slot);
        return leave(before.at(new Point(before.value(), changed)), act);
    }

    private @Nullable Configuration leave(Configuration before, Act act) {
        int old = before.value();
        int value = values.now(act.writes());
        if (value != old && values.leftOnce(old) && stillWanted(before, old)) {
            return null;
        }
        long[] changed = before.point().copyOfSlots();
        for (int slot = 0; slot < slots.size(); slot++) {
            Act open = slots.get(slot);
            if (open == null || before.done(slot)) {
                continue;
            }
            if (open.kind() == Kind.WRITE && act.kind() == Kind.WRITE) {
                Point.setCovered(changed, slot);
            } else if (!open.leaves() && open.fits(value)) {
                Point.setDone(changed, slot);
            }
        }
        return before.at(new Point(value, changed));
    }

    boolean stillWanted(Configuration configuration, int value) {
        if (values.wantedLater(value)) {
            return true;
        }
        for (int slot = 0; slot < slots.size(); slot++) {
            Act open = slots.get(slot);
            if (open != null
                    && open.wants()
                    && open.observes() == value
                    && !configuration.done(slot)) {
                return true;
            }
        }
        return false;
    }

    /** The configurations one step on, without the placing of {@code returning} for its own sake. */
    List<Configuration> next(Configuration here, Act returning, boolean helped) {
        findNeeds(here);
        List<Configuration> next = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            Act act = slots.get(slot);
            if (act != null && act.leaves() && !here.done(slot) && act.fits(here.value())) {
                boolean worth = act.kind() == Kind.SWAP
                        || act.called() != returning.called() && useful(here, act);
                if (worth) {
                    add(next, place(here, slot, act));
                }
            }
        }
        for (Unknowns.Kin kin : helped ? unknowns.live() : List.<Unknowns.Kin>of()) {
            Act act = kin.act();
            if (act.fits(here.value()) && useful(here, act) && kin.left(here)) {
                add(next, leave(kin.used(here), act));
            }
        }
        return next;
    }

    private static void add(List<Configuration> all, @Nullable Configuration one) {
        if (one != null) {
            all.add(one);
        }
    }

    private void findNeeds(Configuration here) {
        needs.clear();
        for (int slot = 0; slot < slots.size(); slot++) {
            Act open = slots.get(slot);
            if (open != null && !here.done(slot)) {
                needs.add(open);
            }
        }
        for (Unknowns.Kin kin : unknowns.live()) {
            Act act = kin.act();
            if (act.kind() == Kind.SWAP && kin.left(here)) {
                needs.add(act);
            }
        }
    }

    /**
     * Whether somebody needs what it leaves, right after it. A write of what is there already keeps it there for a
     * compare-and-set, and covers others.
     */
    private boolean useful(Configuration here, Act act) {
        int value = values.now(act.writes());
        return value == here.value()
                ? act.kind() == Kind.WRITE && needs.swap(value) && uncovered(here)
                : needs.include(value);
    }

    private boolean uncovered(Configuration here) {
        for (int slot = 0; slot < slots.size(); slot++) {
            Act open = slots.get(slot);
            if (open != null
                    && open.kind() == Kind.WRITE
                    && !here.done(slot)
                    && !here.covered(slot)) {
                return true;
            }
        }
        return false;
    }
}
