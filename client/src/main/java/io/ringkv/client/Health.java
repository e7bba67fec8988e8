package io.ringkv.client;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import java.util.List;

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

    /** Why it is not healthy: whom or how many slots it is about, and what is wrong. */
    public static List<String> reasons(Reply status) {
        return status.items().stream().map(Health::reason).toList();
    }

    private static String reason(Item item) {
        String node = item.field("node");
        String slots = item.field("slots");
        String about = node != null ? node + " " : slots != null ? slots + " slots: " : "";
        return about + item.line().text();
    }

    public int exitCode() {
        return switch (this) {
            case HEALTHY -> 0;
            case DEGRADED -> 1;
            case UNAVAILABLE -> 2;
        };
    }
}
