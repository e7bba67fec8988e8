package io.ringkv.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Which machines do not reach which others, and what waits for them to; it is lost nowhere, and comes late. */
final class Cuts {
    private record Held(String link, Runnable action) {}

    private final Consumer<Runnable> later;
    private final Set<String> cut = new LinkedHashSet<>();
    private final List<Held> held = new ArrayList<>();

    /** @param later runs what was held back, a little after it may pass again */
    Cuts(Consumer<Runnable> later) {
        this.later = later;
    }

    private static String link(SimHost from, SimHost to) {
        return from.machine() + ">" + to.machine();
    }

    /** Holds back everything from one host to the other. */
    void cut(SimHost from, SimHost to) {
        cut.add(link(from, to));
    }

    /** Neither reaches the other. */
    void cutApart(SimHost one, SimHost other) {
        cut(one, other);
        cut(other, one);
    }

    boolean isCut(SimHost from, SimHost to) {
        return cut.contains(link(from, to));
    }

    boolean any() {
        return !cut.isEmpty();
    }

    /** The action waits until this way is healed. */
    void hold(SimHost from, SimHost to, Runnable action) {
        held.add(new Held(link(from, to), action));
    }

    void healAll() {
        cut.clear();
        letGo(waiting -> true);
    }

    /** The two reach each other again, whoever else is cut off. */
    void heal(SimHost one, SimHost other) {
        List<String> both = List.of(link(one, other), link(other, one));
        both.forEach(cut::remove);
        letGo(waiting -> both.contains(waiting.link));
    }

    private void letGo(Predicate<Held> which) {
        List<Held> free = held.stream().filter(which).toList();
        held.removeIf(which);
        free.forEach(waiting -> later.accept(waiting.action));
    }
}
