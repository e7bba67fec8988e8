package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * A value for each slot, some of which have none. Slots are many and different values few, as a rule, so a change is
 * worked out once for all the slots that it finds alike. Nothing costs more than a walk over the slots, also where each
 * has a value of its own.
 */
public final class SlotMap<V> {
    private final Map<V, BitSet> slotsOf = new LinkedHashMap<>();
    private final List<@Nullable V> bySlot = new ArrayList<>(SlotSet.SLOTS);

    public SlotMap() {
        clear();
    }

    public void clear() {
        slotsOf.clear();
        bySlot.clear();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            bySlot.add(null);
        }
    }

    public @Nullable V get(int slot) {
        return bySlot.get(slot);
    }

    /** Those that have a value. */
    public SlotSet slots() {
        BitSet all = new BitSet(SlotSet.SLOTS);
        slotsOf.values().forEach(all::or);
        return SlotSet.of(all);
    }

    public void put(SlotSet slots, V value) {
        if (slots.isEmpty()) {
            return;
        }
        alike(slots)
                .forEach((before, theirs) -> slotsOf.computeIfPresent(before, (v, all) -> {
                    all.andNot(theirs);
                    return all.isEmpty() ? null : all;
                }));
        slots.addTo(slotsOf.computeIfAbsent(value, v -> new BitSet(SlotSet.SLOTS)));
        slots.forEach(slot -> bySlot.set(slot, value));
    }

    /** Asked once for each value that any of these slots has; those that have none are left alone. */
    public void replace(SlotSet slots, UnaryOperator<V> change) {
        alike(slots).forEach((value, theirs) -> {
            V changed = change.apply(value);
            if (!changed.equals(value)) {
                put(SlotSet.of(theirs), changed);
            }
        });
    }

    /** Each value with all of its slots, of which there is one at least. */
    public void forEach(BiConsumer<V, SlotSet> action) {
        slotsOf.forEach((value, slots) -> action.accept(value, SlotSet.of(slots)));
    }

    /** Which slots are alike in what is made of their values. */
    public <W> Map<W, SlotSet> groups(Function<V, W> made) {
        Map<W, BitSet> gathered = new LinkedHashMap<>();
        slotsOf.forEach((value, slots) -> gathered.computeIfAbsent(
                        made.apply(value), one -> new BitSet(SlotSet.SLOTS))
                .or(slots));
        Map<W, SlotSet> groups = new LinkedHashMap<>();
        gathered.forEach((one, slots) -> groups.put(one, SlotSet.of(slots)));
        return groups;
    }

    private Map<V, BitSet> alike(SlotSet slots) {
        Alike alike = new Alike();
        slots.forEach(alike);
        return alike.found;
    }

    /** Neighbours are alike more often than not: those are not looked up. */
    private final class Alike implements IntConsumer {
        final Map<V, BitSet> found = new LinkedHashMap<>();
        private @Nullable V last;
        private BitSet slotsOfLast = new BitSet();

        @Override
        public void accept(int slot) {
            V value = bySlot.get(slot);
            if (value != null) {
                if (value != last) {
                    last = value;
                    slotsOfLast = found.computeIfAbsent(value, v -> new BitSet(SlotSet.SLOTS));
                }
                slotsOfLast.set(slot);
            }
        }
    }
}
