package io.ringkv.protocol;

/**
 * A {@code !} line that no request waits for, on a connection that asked to be told: an event, its fields, and perhaps
 * a block. Immutable. An event that this build does not know is for its receiver to pass over.
 */
public record Push(Line line) implements Incoming, Lined {
    public Push {
        if (line.words().isEmpty() || !Fields.isName(line.word(0))) {
            throw new IllegalArgumentException("a push starts with the name of its event: " + line);
        }
    }

    public static Push of(String event) {
        return new Push(Line.of(event));
    }

    public Push with(String name, String value) {
        return new Push(line.with(name, value));
    }

    public Push with(String name, long value) {
        return with(name, Long.toString(value));
    }

    public Push withBlock(byte[] bytes) {
        return new Push(line.withBlock(bytes));
    }

    public String event() {
        return line.word(0);
    }

    @Override
    public String toString() {
        return "! " + line;
    }
}
