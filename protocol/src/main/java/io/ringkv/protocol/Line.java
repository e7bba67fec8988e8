package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * What a status line, an item and a push have in common: words, then fields, then free text, and perhaps a block
 * behind the line. The codec reads and writes only this, so the end of any reply is found in one way, whatever the
 * command. What the words mean is said by {@link Reply}, {@link Item} and {@link Push}.
 *
 * @param words bare or quoted words before and between the fields
 * @param fields without the {@code len} that announces the block
 * @param text what follows {@code " : "}; empty when there is none
 */
public record Line(
        List<String> words,
        Fields fields,
        String text,
        @Nullable Block block) {
    /** Longer texts are cut: a line has a limit, and an explanation that long is none. */
    private static final int TEXT_CHARS_MAX = 1000;

    public Line {
        words = List.copyOf(words);
        text = oneLine(text);
    }

    static Line of(String... words) {
        return new Line(List.of(words), Fields.NONE, "", null);
    }

    Line with(String name, String value) {
        return new Line(words, fields.with(name, value), text, block);
    }

    Line withText(String newText) {
        return new Line(words, fields, newText, block);
    }

    Line withBlock(byte[] bytes) {
        return new Line(words, fields, text, new Block(bytes));
    }

    byte @Nullable [] blockBytes() {
        return block == null ? null : block.bytes;
    }

    String word(int i) {
        return i < words.size() ? words.get(i) : "";
    }

    /** A text is for people and ends with its line: what would end it earlier becomes a space. */
    private static String oneLine(String text) {
        String cut = text;
        if (text.length() > TEXT_CHARS_MAX) {
            boolean halfACharacter = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1));
            cut = text.substring(0, halfACharacter ? TEXT_CHARS_MAX - 1 : TEXT_CHARS_MAX);
        }
        for (int i = 0; i < cut.length(); i++) {
            if (isControl(cut.charAt(i))) {
                StringBuilder clean = new StringBuilder(cut);
                for (int at = i; at < clean.length(); at++) {
                    clean.setCharAt(at, isControl(clean.charAt(at)) ? ' ' : clean.charAt(at));
                }
                return clean.toString();
            }
        }
        return cut;
    }

    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' || c == 0x7F;
    }

    @Override
    public String toString() {
        return String.join(" ", words)
                + (fields.size() == 0 ? "" : " " + fields)
                + (text.isEmpty() ? "" : " : " + text)
                + (block == null ? "" : " [" + block.bytes.length + " bytes]");
    }

    /** Bytes with the equality of their content. They are shared, not copied: nobody changes them. */
    public static final class Block {
        private final byte[] bytes;

        public Block(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Block that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
