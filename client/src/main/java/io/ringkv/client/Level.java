package io.ringkv.client;

import java.util.Locale;

/** How many replicas must agree before an answer: one copy, a majority, or every one. */
public enum Level {
    ONE,
    QUORUM,
    ALL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
