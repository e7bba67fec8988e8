package io.ringkv.protocol.codec;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the words of one line, bare or quoted; requests and replies are read with the same. Reused from line
 * to line. After {@link #next} a word is either a range of the line, or, when quotes had to be undone, an array.
 */
final class Words {
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int wordFrom;
    private int wordTo;
    private byte @Nullable [] unquoted;

    void of(byte[] line, int from, int to) {
        bytes = line;
        at = from;
        end = to;
        unquoted = null;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    void moveTo(int position) {
        at = position;
    }

    /** Steps over spaces; whether anything follows. */
    boolean more() {
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at < end;
    }

    boolean startsWith(char c) {
        return at < end && bytes[at] == c;
    }

    /** Whether an option stands here, or the {@code --} that ends them. */
    boolean startsWithDashes() {
        return at + 1 < end && bytes[at] == '-' && bytes[at + 1] == '-';
    }

    /** Reads a word, quoted when it starts with a quote; false when its quotes are wrong. */
    boolean next() {
        if (startsWith('"')) {
            return quoted();
        }
        bare();
        return true;
    }

    /** Reads up to the next space, quotes or not. */
    void bare() {
        unquoted = null;
        wordFrom = at;
        while (at < end && bytes[at] != ' ') {
            at++;
        }
        wordTo = at;
    }

    /** The word as a copy of its own. */
    byte[] copy() {
        byte[] own = unquoted;
        return own != null ? own : Arrays.copyOfRange(bytes, wordFrom, wordTo);
    }

    String text() {
        byte[] own = unquoted;
        return own != null
                ? new String(own, StandardCharsets.UTF_8)
                : new String(bytes, wordFrom, wordTo - wordFrom, StandardCharsets.UTF_8);
    }

    /** Where the bare word just read begins and ends. */
    int wordFrom() {
        return wordFrom;
    }

    int wordTo() {
        return wordTo;
    }

    boolean wasQuoted() {
        return unquoted != null;
    }

    /** Takes {@code "..."} with its escapes; it must be closed, and a space or the end must follow. */
    private boolean quoted() {
        byte[] word = new byte[end - at];
        int length = 0;
        int i = at + 1;
        while (i < end && bytes[i] != '"') {
            if (bytes[i] != '\\') {
                word[length++] = bytes[i++];
                continue;
            }
            int value = escape(i + 1);
            if (value < 0) {
                return false;
            }
            word[length++] = (byte) value;
            i += bytes[i + 1] == 'x' ? 4 : 2;
        }
        if (i >= end || i + 1 < end && bytes[i + 1] != ' ') {
            return false;
        }
        unquoted = Arrays.copyOf(word, length);
        at = i + 1;
        return true;
    }

    private int escape(int i) {
        if (i >= end) {
            return -1;
        }
        return switch (bytes[i]) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> 0;
            case '"' -> '"';
            case '\\' -> '\\';
            case 'x' -> i + 2 < end ? hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]) : -1;
            default -> -1;
        };
    }

    /** The value of a digit; negative, and so that shifting keeps it negative, for anything else. */
    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
