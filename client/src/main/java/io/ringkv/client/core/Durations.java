package io.ringkv.client.core;

import org.jspecify.annotations.Nullable;

/** Durations as the protocol writes them: {@code 50ms}, {@code 30s}, {@code 5m}, {@code 2h}. */
public final class Durations {
    /** So that no sum of it and a clock is too large for a long. */
    public static final String LARGEST = "10000h";

    private static final long NANOS_MAX = 10_000 * 3_600_000_000_000L;

    private Durations() {}

    /** In nanoseconds; 0 for null, for what is no duration, and for more than the largest. */
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
        long unit = switch (text.substring(digits.length())) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
        long number = Long.parseLong(digits);
        return unit == 0 || number > NANOS_MAX / unit ? 0 : number * unit;
    }
}
