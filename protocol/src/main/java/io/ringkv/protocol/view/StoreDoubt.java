package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

/** What a node says of its store: where it may lack what was acknowledged, and so counts for nothing. */
public enum StoreDoubt {
    NONE("whole"),
    /** Only in slots that earlier lists alone name it for: whether these still count, the coordinator knows. */
    IN_EARLIER_LISTS("doubtful-before"),
    IN_PRESENT_LISTS("doubtful");

    private final String word;

    StoreDoubt(String word) {
        this.word = word;
    }

    /** The value of {@code --store}. */
    public String word() {
        return word;
    }

    /** A store of which nothing is said, or that it is empty, lacks nothing that it ever acknowledged. */
    public static StoreDoubt of(@Nullable String word) {
        for (StoreDoubt doubt : values()) {
            if (doubt.word.equals(word)) {
                return doubt;
            }
        }
        return NONE;
    }
}
