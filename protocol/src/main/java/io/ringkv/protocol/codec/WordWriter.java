package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import java.nio.charset.StandardCharsets;

/**
 * Writes words so that {@link Words} reads the same bytes back: bare where that is certain, quoted with escapes where
 * it is not. What is certain is the caller's to say, because a word means different things in different places.
 */
final class WordWriter {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    private WordWriter() {}

    static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }

    /** Writes a number from 0 without making a string of it. */
    static void number(ByteBuf out, long number) {
        if (number >= 10) {
            number(out, number / 10);
        }
        out.writeByte((int) ('0' + number % 10));
    }

    static void lineEnd(ByteBuf out) {
        out.writeShort('\r' << 8 | '\n');
    }

    static void block(ByteBuf out, byte[] block) {
        out.writeBytes(block);
        lineEnd(out);
    }

    /**
     * Whether the bytes can stand as a bare argument anywhere on a line: not empty, no space, nothing that a line
     * cannot hold, not the look of a quote or an option, nor of the HTTP version that ends a line of a browser.
     */
    static boolean isBare(byte[] word) {
        if (word.length == 0 || word[0] == '"' || word[0] == '-' || startsLikeHttp(word)) {
            return false;
        }
        for (byte b : word) {
            if (!isPlain(b) || b == ' ') {
                return false;
            }
        }
        return true;
    }

    /** Whether a byte stands for itself on a line; a space does, between words it needs quotes. */
    static boolean isPlain(byte b) {
        return b >= ' ' && b != 0x7F || b < 0 || b == '\t';
    }

    static boolean startsLikeHttp(byte[] word) {
        for (int i = 0; i < HTTP.length; i++) {
            if (i >= word.length || word[i] != HTTP[i]) {
                return false;
            }
        }
        return true;
    }

    static void argument(ByteBuf out, byte[] word) {
        if (isBare(word)) {
            out.writeBytes(word);
        } else {
            quoted(out, word);
        }
    }

    /** The value of an option or a field: bare when it has no quote in front, no space, and a first byte at all. */
    static void value(ByteBuf out, String text) {
        byte[] word = text.getBytes(StandardCharsets.UTF_8);
        boolean bare = word.length > 0 && word[0] != '"';
        for (int i = 0; bare && i < word.length; i++) {
            bare = isPlain(word[i]) && word[i] != ' ';
        }
        if (bare) {
            out.writeBytes(word);
        } else {
            quoted(out, word);
        }
    }

    static void quoted(ByteBuf out, byte[] word) {
        out.writeByte('"');
        for (byte b : word) {
            if (b == '"' || b == '\\') {
                out.writeByte('\\').writeByte(b);
            } else if (isPlain(b)) {
                out.writeByte(b);
            } else {
                out.writeByte('\\')
                        .writeByte('x')
                        .writeByte(HEX[b >>> 4 & 15])
                        .writeByte(HEX[b & 15]);
            }
        }
        out.writeByte('"');
    }
}
