package io.ringkv.node.core;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Slots that reads at level {@code all} want to be checked soon, the longest wait first. However many such reads there
 * are, a slot waits once, is under way once, and rests for a second afterwards; and more than there is room for are
 * not noted: the sweep comes to them.
 */
final class AskedSlots {
    static final int SLOTS_MAX = 1_024;
    private static final long REST_NANOS = 1_000_000_000L;

    private final Set<Integer> waiting = new LinkedHashSet<>();
    private final Set<Integer> underWay = new LinkedHashSet<>();
    /** Until when, in the order in which it ends. */
    private final Map<Integer, Long> resting = new LinkedHashMap<>();
    /** Asked for again while they were under way or at rest. */
    private final Set<Integer> again = new LinkedHashSet<>();

    /** A read wants it. */
    void ask(int slot) {
        if (underWay.contains(slot) || resting.containsKey(slot)) {
            again.add(slot);
        } else if (waiting.size() < SLOTS_MAX) {
            waiting.add(slot);
        }
    }

    /** The next one, which is under way from now on; null for none. */
    @Nullable
    Integer take(long now) {
        endRests(now);
        Iterator<Integer> next = waiting.iterator();
        if (!next.hasNext() || underWay.size() >= SLOTS_MAX) {
            return null;
        }
        Integer slot = next.next();
        next.remove();
        underWay.add(slot);
        return slot;
    }

    private void endRests(long now) {
        Queue<Integer> rested = new ArrayDeque<>();
        for (Map.Entry<Integer, Long> rest : resting.entrySet()) {
            if (rest.getValue() > now) {
                break;
            }
            rested.add(rest.getKey());
        }
        for (Integer slot : rested) {
            resting.remove(slot);
            if (again.remove(slot)) {
                ask(slot);
            }
        }
    }

    /** Its check has come to its end. */
    void over(long now, int slot) {
        underWay.remove(slot);
        resting.put(slot, now + REST_NANOS);
    }
}
