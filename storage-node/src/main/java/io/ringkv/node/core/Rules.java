package io.ringkv.node.core;

import java.util.EnumSet;
import java.util.Set;

/** The safety rules that a node keeps; a server always keeps {@link #ALL}. */
public final class Rules {
    public static final Rules ALL = new Rules(EnumSet.noneOf(Rule.class));

    private final Set<Rule> leftOut;

    private Rules(Set<Rule> leftOut) {
        this.leftOut = leftOut;
    }

    /** All but this one. */
    public static Rules without(Rule rule) {
        return new Rules(EnumSet.of(rule));
    }

    public boolean areAll() {
        return leftOut.isEmpty();
    }

    public boolean keep(Rule rule) {
        return !leftOut.contains(rule);
    }

    @Override
    public String toString() {
        return leftOut.isEmpty() ? "all rules" : "without " + leftOut;
    }
}
