package io.ringkv.client.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Text as a terminal may have it: what would move its cursor, colour it or name its window is written as the protocol
 * writes it in quotes. Line ends and tabs stay.
 */
final class Visible {
    private Visible() {}

    /** Bytes that are no text are shown one by one. */
    static String of(byte[] bytes) {
        try {
            return of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            StringBuilder shown = new StringBuilder();
            String text = new String(bytes, ISO_8859_1);
            text.chars().forEach(c -> append(shown, c, c > '~'));
            return shown.toString();
        }
    }

    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> append(shown, c, c == 0x7F || c >= 0x80 && c < 0xA0));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int c, boolean hidden) {
        if (hidden || c < ' ' && c != '\n' && c != '\t') {
            shown.append(String.format("\\x%02x", c));
        } else {
            shown.appendCodePoint(c);
        }
    }
}
