package io.ringkv.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The words of a line that a person types to a program of their own, divided and quoted as a request's are. */
public final class TypedWords {
    /**
     * One word without its quotes.
     *
     * @param from where it begins in the line
     * @param quoted whether it stood in double quotes
     */
    public record TypedWord(String text, int from, boolean quoted) {
        /** Whether it asks for something, or ends what may. */
        public boolean dashed() {
            return text.startsWith("--");
        }
    }

    private final Words words = new Words();

    public TypedWords(byte[] line, int from, int to) {
        words.of(line, from, to);
    }

    /** Whether another word follows. */
    public boolean more() {
        return words.more();
    }

    /** @throws IllegalArgumentException when its quotes are wrong, or it is no text */
    public TypedWord next() {
        words.more();
        int from = words.at();
        boolean quoted = words.startsWith('"');
        String name = words.startsWithDashes() ? optionName() : "";
        if (name.endsWith("=") || name.isEmpty()) {
            if (!words.next()) {
                throw new IllegalArgumentException(
                        "a quoted word needs its closing quote and then a space or the end of the"
                                + " line, and knows only \\n \\r \\t \\0 \\\" \\\\ \\xHH");
            }
            return new TypedWord(name + text(words.copy()), from, quoted);
        }
        return new TypedWord(name, from, false);
    }

    /** As it stands, quotes and all. */
    public TypedWord nextBare() {
        words.more();
        int from = words.at();
        words.bare();
        return new TypedWord(text(words.copy()), from, false);
    }

    /** Where the next word begins, or the line ends. */
    public int at() {
        words.more();
        return words.at();
    }

    public void moveTo(int position) {
        words.moveTo(position);
    }

    /** All from there on, as it was typed. */
    public String rest(int from) {
        byte[] bytes = new byte[words.end() - from];
        System.arraycopy(words.bytes(), from, bytes, 0, bytes.length);
        return text(bytes);
    }

    /** With its equals sign, where a value follows. */
    private String optionName() {
        int from = words.at();
        int to = RequestOptions.endOfName(words.bytes(), from, words.end());
        boolean valued = to < words.end() && words.bytes()[to] == '=';
        words.moveTo(valued ? to + 1 : to);
        return new String(words.bytes(), from, words.at() - from, StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it holds bytes that are no text in UTF-8", e);
        }
    }
}
