package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

/** What stands in one {@link Line}, and how its fields and its block are read. */
public sealed interface Lined permits Reply, Item, Push {
    Line line();

    default Fields fields() {
        return line().fields();
    }

    default @Nullable String field(String name) {
        return line().fields().get(name);
    }

    default long longField(String name, long orElse) {
        return line().fields().getLong(name, orElse);
    }

    /** What stands behind the line, such as the value of a VALUE; null when nothing does. */
    default byte @Nullable [] block() {
        return line().blockBytes();
    }
}
