package io.ringkv.protocol.codec;

import io.ringkv.protocol.Fields;
import io.ringkv.protocol.Line;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the part that status lines, items and pushes share, known or new: a word is a field when a name and a '=' stand
 * before any quote; {@code len} announces the block, as the number after VALUE does; a lone ':' starts the text.
 * Reused from line to line.
 */
final class LineReader {
    private static final int NO_BLOCK = -1;

    private final Words words = new Words();
    private final List<String> plain = new ArrayList<>();
    private String[] pairs = new String[8];
    private int pairsLength;
    private String text = "";
    private long blockLength;
    private boolean status;

    /** Reads from this place of a line to its end; only a status line knows the short form of VALUE. */
    void read(byte[] bytes, int from, int to, boolean isStatus) throws ProtocolException {
        words.of(bytes, from, to);
        status = isStatus;
        plain.clear();
        pairsLength = 0;
        text = "";
        blockLength = NO_BLOCK;
        while (words.more()) {
            if (isTextMark()) {
                int start = Math.min(words.at() + 2, to);
                text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
                return;
            }
            readWord();
        }
    }

    /** Words and fields of the line. */
    int wordCount() {
        return plain.size() + pairsLength;
    }

    boolean hasBlock() {
        return blockLength != NO_BLOCK;
    }

    long blockLength() {
        return blockLength;
    }

    /** The line, with its block once that has been read. */
    Line line(byte @Nullable [] block) {
        Fields fields = Fields.taking(Arrays.copyOf(pairs, pairsLength));
        return new Line(plain, fields, text, block == null ? null : new Line.Block(block));
    }

    private boolean isTextMark() {
        int next = words.at() + 1;
        return words.startsWith(':') && (next == words.end() || words.bytes()[next] == ' ');
    }

    private void readWord() throws ProtocolException {
        int equals = endOfName();
        if (equals > words.at()) {
            String name = new String(
                    words.bytes(), words.at(), equals - words.at(), StandardCharsets.ISO_8859_1);
            words.moveTo(equals + 1);
            readField(name);
            return;
        }
        String word = next();
        if (status && plain.size() == 1 && plain.get(0).equals("VALUE") && !words.wasQuoted()) {
            announce(word);
        } else {
            plain.add(word);
        }
    }

    /** Where the '=' of a field stands; -1 when this word is no field. */
    private int endOfName() {
        byte[] bytes = words.bytes();
        for (int i = words.at(); i < words.end(); i++) {
            byte b = bytes[i];
            if (b == '=') {
                return i;
            }
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
            boolean other = b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-';
            if (!letter && (i == words.at() || !other)) {
                return -1;
            }
        }
        return -1;
    }

    private void readField(String name) throws ProtocolException {
        String value = next();
        if (name.equals(Fields.LENGTH)) {
            announce(value);
            return;
        }
        for (int i = 0; i < pairsLength; i += 2) {
            if (pairs[i].equals(name)) {
                throw new ProtocolException(
                        "the field " + name + " stands twice on one line of a reply");
            }
        }
        if (pairsLength == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairsLength);
        }
        pairs[pairsLength++] = name;
        pairs[pairsLength++] = value;
    }

    /** Takes the word just read for the length of the block. */
    private void announce(String length) throws ProtocolException {
        long bytes = words.wasQuoted()
                ? -1
                : BlockLengths.parse(words.bytes(), words.wordFrom(), words.wordTo());
        if (bytes < 0 || hasBlock()) {
            throw new ProtocolException("a reply announces a block of '" + Shown.of(length)
                    + "' bytes" + (hasBlock() ? ", its second" : ""));
        }
        blockLength = bytes;
    }

    private String next() throws ProtocolException {
        if (!words.next()) {
            throw new ProtocolException(
                    "a reply has a quoted word that is not closed, or an unknown escape");
        }
        return words.text();
    }
}
