package io.ringkv.simulation.history;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one key, told apart by time as well. What a write leaves is gone, in every explanation, when a later
 * write that is known to have happened has returned; so two writes of "a" far from each other leave different values
 * here, and one that nobody can have observed leaves {@link #UNASKED}. That makes most values be written once, and the
 * search is short where a value is written once: it cannot be replaced before all who want it have seen it.
 */
final class Values {
    /** Any value that no act observes. */
    static final int UNASKED = 0;

    /** One value: where it may be observed, by whom, and who leaves it. */
    private static final class Span {
        private final int number;
        private int reach;
        private int writers;
        private int observers;
        private int wanted;
        private int lastObserved = Act.NONE;
        private int lastHeld = Act.NONE;

        Span(int number) {
            this.number = number;
        }

        int end() {
            return Math.min(lastObserved, lastHeld);
        }
    }

    private final List<Span> spans = new ArrayList<>();
    private final @Nullable Span[] current;
    private final int[] replacedAfter;
    private final int[] wantedLater;
    private final boolean[] over;
    private final List<Act> acts;
    private final Act[] timeline;
    private final int first;

    Values(KeyHistory history) {
        current = new @Nullable Span[history.values() + 1];
        replacedAfter = replacedAfter(history.timeline());
        spans.add(new Span(UNASKED));
        Span initial = span(KeyHistory.ABSENT, Act.NONE, replacedAfter[0]);
        initial.writers++;
        initial.lastHeld = replacedAfter[0];
        List<Act> named = new ArrayList<>(history.acts());
        named.replaceAll(this::named);
        named.replaceAll(act -> act.leaves() && spans.get(act.writes()).observers == 0
                ? act.renamed(act.observes(), UNASKED)
                : act);
        acts = named;
        timeline = new Act[history.timeline().length];
        for (Act act : acts) {
            timeline[act.called()] = act;
            if (act.known()) {
                timeline[act.returned()] = act;
            }
        }
        first = initial.observers == 0 ? UNASKED : initial.number;
        wantedLater = spans.stream().mapToInt(span -> span.wanted).toArray();
        over = new boolean[spans.size()];
    }

    /** For each place, where the first of the known writes returns that are called there or later. */
    private static int[] replacedAfter(Act[] line) {
        int[] after = new int[line.length + 1];
        after[line.length] = Act.NEVER;
        for (int at = line.length - 1; at >= 0; at--) {
            Act act = line[at];
            boolean replaces = act.called() == at && act.leaves() && act.known();
            after[at] = replaces ? Math.min(act.returned(), after[at + 1]) : after[at + 1];
        }
        return after;
    }

    private Act named(Act act) {
        int observes = Act.NONE;
        int writes = Act.NONE;
        if (act.kind() != Act.Kind.WRITE) {
            int literal = Math.min(act.observes(), current.length - 1);
            Span span = span(literal, act.called(), act.returned());
            span.observers++;
            span.wanted += act.wants() && act.known() ? 1 : 0;
            span.lastObserved = Math.max(span.lastObserved, act.returned());
            observes = span.number;
        }
        if (act.leaves()) {
            int held = act.known() ? replacedAfter[act.returned() + 1] : Act.NEVER;
            Span span = span(act.writes(), act.called(), held);
            span.writers++;
            span.lastHeld = Math.max(span.lastHeld, held);
            writes = span.number;
        }
        return act.renamed(observes, writes);
    }

    private Span span(int literal, int from, int to) {
        Span span = current[literal];
        if (span == null || span.reach < from) {
            span = new Span(spans.size());
            spans.add(span);
            current[literal] = span;
        }
        span.reach = Math.max(span.reach, to);
        return span;
    }

    Act[] timeline() {
        return timeline;
    }

    /** What the register holds before anything was called. */
    int first() {
        return first;
    }

    /** An act that wants this value is called: it is from now on among those that are open. */
    void called(Act act) {
        if (act.wants() && act.known()) {
            wantedLater[act.observes()]--;
        }
    }

    boolean wantedLater(int value) {
        return wantedLater[value] > 0;
    }

    /** Whether all who want it must see what one write left. */
    boolean leftOnce(int value) {
        return spans.get(value).writers == 1;
    }

    boolean wanted(int value) {
        return spans.get(value).wanted > 0;
    }

    /** The value as it is now: once nobody can observe it any more, it is like any other such. */
    int now(int value) {
        return over[value] ? UNASKED : value;
    }

    void end(int value) {
        over[value] = true;
    }

    /** The values that nobody can observe after a place, for each place of the timeline. */
    int[][] ends() {
        int[][] ends = new int[timeline.length][];
        int[] none = {};
        Arrays.fill(ends, none);
        for (Span span : spans) {
            int end = span.end();
            if (span.number != UNASKED && span.observers > 0 && end >= 0 && end < ends.length) {
                int[] more = Arrays.copyOf(ends[end], ends[end].length + 1);
                more[more.length - 1] = span.number;
                ends[end] = more;
            }
        }
        return ends;
    }
}
