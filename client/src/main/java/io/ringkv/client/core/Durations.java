package io.ringkv.client.core;

import org.jspecify.annotations.Nullable;

/** Durations as the protocol writes them: {@code 50ms}, {@code 30s}, {@code 5m}, {@code 2h}. */
public final class Durations {
    private Durations() {}

    /** In nanoseconds; 0 for null and for anything that is no duration. */
    public static long nanos(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        String digits = text.replaceAll("[a-z]+$", "");
        if (digits.isEmpty()
                || digits.length() > 9
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        long number = Long.parseLong(digits);
        return switch (text.substring(digits.length())) {
            case "ms" -> number * 1_000_000L;
            case "s" -> number * 1_000_000_000L;
            case "m" -> number * 60_000_000_000L;
            case "h" -> number * 3_600_000_000_000L;
            default -> 0;
        };
    }
}
