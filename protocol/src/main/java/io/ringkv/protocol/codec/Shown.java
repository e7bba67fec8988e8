package io.ringkv.protocol.codec;

import java.nio.charset.StandardCharsets;

/** Bytes of a line as an error or a list may quote them: short, printable, and never a line of their own. */
public final class Shown {
    private static final int BYTES_MAX = 40;

    private Shown() {}

    public static String of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static String of(byte[] bytes, int from, int to) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < to && i < from + BYTES_MAX; i++) {
            byte b = bytes[i];
            shown.append(
                    b >= ' ' && b < 0x7F ? String.valueOf((char) b) : String.format("\\x%02X", b));
        }
        return to - from > BYTES_MAX ? shown.append("...").toString() : shown.toString();
    }

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A control byte by the name that a person may know it by. */
    static String control(byte b) {
        return switch (b) {
            case 0 -> "NUL (\\x00)";
            case 4 -> "Ctrl-D (\\x04)";
            case 8, 0x7F -> String.format("backspace (\\x%02X)", b);
            case '\r' -> "a CR that ends no line (\\x0D)";
            case 0x1B -> "ESC (\\x1B), such as an arrow key";
            default -> String.format("\\x%02X", b);
        };
    }
}
