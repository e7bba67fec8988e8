package io.ringkv.client;

import io.ringkv.protocol.Reply;

/** The cluster's health in one word, and what scripts are told by an exit code. */
public enum Health {
    HEALTHY,
    DEGRADED,
    UNAVAILABLE;

    /** Of a reply to STATUS; a word of a newer server counts as unavailable. */
    public static Health of(Reply status) {
        String word = status.field("health");
        for (Health health : values()) {
            if (health.name().equals(word)) {
                return health;
            }
        }
        return UNAVAILABLE;
    }

    public int exitCode() {
        return switch (this) {
            case HEALTHY -> 0;
            case DEGRADED -> 1;
            case UNAVAILABLE -> 2;
        };
    }
}
