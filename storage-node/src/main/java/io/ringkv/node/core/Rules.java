package io.ringkv.node.core;

import org.jspecify.annotations.Nullable;

/** The safety rules that a node keeps; a server always keeps {@link #ALL}. */
public final class Rules {
    public static final Rules ALL = new Rules(null);

    private final @Nullable Rule leftOut;

    private Rules(@Nullable Rule leftOut) {
        this.leftOut = leftOut;
    }

    /** All but this one. */
    public static Rules without(Rule rule) {
        return new Rules(rule);
    }

    public boolean areAll() {
        return leftOut == null;
    }

    /** Null for none. */
    public @Nullable Rule leftOut() {
        return leftOut;
    }

    public boolean keep(Rule rule) {
        return leftOut != rule;
    }

    @Override
    public String toString() {
        return leftOut == null ? "all rules" : "without [" + leftOut + "]";
    }
}
