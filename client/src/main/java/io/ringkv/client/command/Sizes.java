package io.ringkv.client.command;

import java.util.Locale;
import java.util.Map;

/** Numbers of bytes as people write and read them: {@code 50MB}, {@code 64KiB}. */
final class Sizes {
    /** So that no size is too large for a long. */
    private static final int DIGITS_MAX = 9;

    private static final Map<String, Long> UNITS = Map.of(
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);

    private Sizes() {}

    /** In bytes; -1 for what is no size: digits with their unit, which only nothing at all goes without. */
    static long bytes(String text) {
        String digits = text.replaceAll("[A-Za-z]+$", "");
        if (!digits.matches("[0-9]{1," + DIGITS_MAX + "}")) {
            return -1;
        }
        long number = Long.parseLong(digits);
        String unit = text.substring(digits.length()).toLowerCase(Locale.ROOT);
        if (unit.isEmpty()) {
            return number == 0 ? 0 : -1;
        }
        long each = UNITS.getOrDefault(unit, 0L);
        return each == 0 ? -1 : number * each;
    }

    /** To two or three digits, which is as exact as an estimate is. */
    static String text(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double shown = bytes / 1e3;
        String unit = "KB";
        if (shown >= 999.5) {
            shown /= 1e3;
            unit = "MB";
        }
        if (shown >= 999.5) {
            shown /= 1e3;
            unit = "GB";
        }
        return String.format(Locale.ROOT, shown < 9.95 ? "%.1f %s" : "%.0f %s", shown, unit);
    }
}
