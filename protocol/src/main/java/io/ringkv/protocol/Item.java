package io.ringkv.protocol;

import java.util.List;

/** One {@code *} line of a reply: a row of a list, with a block of its own where it carries data. Immutable. */
public record Item(Line line) implements Lined {
    public static Item of(String... words) {
        return new Item(Line.of(words));
    }

    public Item with(String name, String value) {
        return new Item(line.with(name, value));
    }

    public Item with(String name, long value) {
        return with(name, Long.toString(value));
    }

    public Item withText(String text) {
        return new Item(line.withText(text));
    }

    public Item withBlock(byte[] bytes) {
        return new Item(line.withBlock(bytes));
    }

    public List<String> words() {
        return line.words();
    }

    /** The word at this place; empty when the line is shorter. */
    public String word(int i) {
        return line.word(i);
    }

    @Override
    public String toString() {
        return "* " + line;
    }
}
