package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the value of an option looks like. Checked when a line is decoded, so that a core never meets a malformed one;
 * each kind says in words what it expects.
 */
public enum OptionKind {
    /** No value: its presence says it all. */
    FLAG("takes no value"),
    /** Present or not, with or without a reason. */
    MARK("takes an optional text"),
    TEXT("needs a text"),
    TAG("needs 1 to 32 of A-Z a-z 0-9 . _ : -"),
    NUMBER("needs a whole number from 0"),
    DURATION("needs a number with a unit: 50ms, 30s, 5m or 2h"),
    VERSION("needs a version such as 17.812"),
    CONDITION("needs a version such as 17.812, or absent, or present"),
    LEVEL("needs one, quorum or all");

    private static final long[] UNIT_NANOS = {
        1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
    };

    private final String expectation;

    OptionKind(String expectation) {
        this.expectation = expectation;
    }

    /** What a value must be, to follow an option's name in an error. */
    public String expectation() {
        return expectation;
    }

    /** @param value what followed the '='; null when there was none */
    public boolean accepts(@Nullable String value) {
        if (value == null) {
            return this == FLAG || this == MARK;
        }
        return switch (this) {
            case FLAG -> false;
            case MARK, TEXT -> true;
            case TAG -> Tags.isTag(value);
            case NUMBER -> number(value) >= 0;
            case DURATION -> nanos(value) >= 0;
            case VERSION -> isVersion(value);
            case CONDITION -> value.equals("absent") || value.equals("present") || isVersion(value);
            case LEVEL -> value.equals("one") || value.equals("quorum") || value.equals("all");
        };
    }

    /** A decimal number that fits a long; -1 for anything else, so also for signs and spaces. */
    static long number(String text) {
        return number(text, 0, text.length());
    }

    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return from < to ? number : -1;
    }

    /** A duration in nanoseconds; -1 without a unit, or when it does not fit a long. */
    static long nanos(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        int unit = unit(text.substring(digits));
        long number = number(text, 0, digits);
        return unit < 0 || number < 0 || number > Long.MAX_VALUE / UNIT_NANOS[unit]
                ? -1
                : number * UNIT_NANOS[unit];
    }

    private static int unit(String unit) {
        return switch (unit) {
            case "ms" -> 0;
            case "s" -> 1;
            case "m" -> 2;
            case "h" -> 3;
            default -> -1;
        };
    }

    private static boolean isVersion(String text) {
        int dot = text.indexOf('.');
        return dot > 0 && number(text, 0, dot) >= 0 && number(text, dot + 1, text.length()) >= 0;
    }
}
