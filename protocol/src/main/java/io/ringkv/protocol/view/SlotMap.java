package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A value for each slot, some of which have none. Slots are many and different values few, so a change is worked out
 * once for all the slots that it finds alike.
 */
public final class SlotMap<V> {
    private final Map<V, SlotSet> slotsOf = new LinkedHashMap<>();
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
        slotsOf.values().forEach(theirs -> theirs.addTo(all));
        return SlotSet.of(all);
    }

    public void put(SlotSet slots, V value) {
        if (!slots.isEmpty()) {
            slotsOf.replaceAll(
                    (other, theirs) -> theirs.intersects(slots) ? theirs.without(slots) : theirs);
            slotsOf.values().removeIf(SlotSet::isEmpty);
            slotsOf.merge(value, slots, SlotSet::union);
            slots.forEach(slot -> bySlot.set(slot, value));
        }
    }

    /** Asked once for each value that any of these slots has; those that have none are left alone. */
    public void replace(SlotSet slots, UnaryOperator<V> change) {
        Map<V, SlotSet> found = new LinkedHashMap<>();
        slotsOf.forEach((value, theirs) -> {
            if (theirs.intersects(slots)) {
                found.put(value, theirs.intersection(slots));
            }
        });
        found.forEach((value, theirs) -> {
            V changed = change.apply(value);
            if (!changed.equals(value)) {
                put(theirs, changed);
            }
        });
    }

    /** Each value with all of its slots, of which there is one at least. */
    public void forEach(BiConsumer<V, SlotSet> action) {
        slotsOf.forEach(action);
    }

    /** Which slots are alike in what is made of their values; where nothing is, they have none. */
    public <W> SlotMap<W> map(Function<V, @Nullable W> made) {
        SlotMap<W> mapped = new SlotMap<>();
        forEach((value, slots) -> {
            W one = made.apply(value);
            if (one != null) {
                mapped.put(slots, one);
            }
        });
        return mapped;
    }
}
