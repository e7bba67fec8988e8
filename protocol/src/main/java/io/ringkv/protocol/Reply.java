package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer to one request: items, then the status line that ends it. Immutable; {@code with...} gives a changed
 * copy. Words that this build does not know survive as they came, so a client can read an answer of a newer server as
 * far as it understands it.
 *
 * @param tag the tag of the request, or null
 * @param items the rows before the status line
 * @param line the status line: its first word decides {@link #status()}
 */
public record Reply(@Nullable String tag, List<Item> items, Line line) implements Incoming, Lined {
    private static final Line OK = Line.of("OK");
    private static final Line VALUE = Line.of("VALUE");
    private static final Reply NOT_FOUND = new Reply(null, List.of(), Line.of("NOT_FOUND"));
    private static final Reply CONFLICT = new Reply(null, List.of(), Line.of("CONFLICT"));
    private static final Reply PONG = new Reply(null, List.of(), Line.of("PONG"));
    private static final Reply EMPTY_OK = new Reply(null, List.of(), OK);

    public Reply {
        items = List.copyOf(items);
        if (!isWord(line.word(0))) {
            throw new IllegalArgumentException(
                    "a status line starts with a word in capitals: " + line);
        }
        if (line.word(0).equals("VALUE")
                && (line.block() == null || line.words().size() != 1)) {
            throw new IllegalArgumentException(
                    "VALUE comes with a value, and no other word: " + line);
        }
    }

    public static Reply ok() {
        return EMPTY_OK;
    }

    public static Reply value(byte[] value) {
        return new Reply(null, List.of(), VALUE.withBlock(value));
    }

    public static Reply notFound() {
        return NOT_FOUND;
    }

    public static Reply conflict() {
        return CONFLICT;
    }

    public static Reply pong() {
        return PONG;
    }

    /** @param text what happened, why, and what to do next */
    public static Reply error(ErrorCode code, String text) {
        Line line = new Line(
                List.of("ERR", code.errorClass().name(), code.name()), Fields.NONE, text, null);
        return new Reply(null, List.of(), line);
    }

    /** Adds a field, or replaces its value where the name already stands. */
    public Reply with(String name, String value) {
        return new Reply(tag, items, line.with(name, value));
    }

    public Reply with(String name, long value) {
        return with(name, Long.toString(value));
    }

    public Reply withText(String text) {
        return new Reply(tag, items, line.withText(text));
    }

    public Reply withBlock(byte[] bytes) {
        return new Reply(tag, items, line.withBlock(bytes));
    }

    public Reply withItem(Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new Reply(tag, more, line);
    }

    /** The same with these items instead of its own; the way to build a long list. */
    public Reply withItems(List<Item> newItems) {
        return new Reply(tag, newItems, line);
    }

    public Reply withTag(@Nullable String newTag) {
        return new Reply(newTag == null ? null : Tags.check(newTag), items, line);
    }

    public Status status() {
        return Status.named(line.word(0));
    }

    public boolean isOk() {
        return status() == Status.OK;
    }

    public boolean isError() {
        return status() == Status.ERR;
    }

    /** What a client may do about it; null when this is no error. A class of a newer server counts as UNKNOWN. */
    public @Nullable ErrorClass errorClass() {
        if (!isError()) {
            return null;
        }
        for (ErrorClass known : ErrorClass.values()) {
            if (known.name().equals(line.word(1))) {
                return known;
            }
        }
        return ErrorClass.UNKNOWN;
    }

    /** The code as it was written, known to this build or not; null when this is no error. */
    public @Nullable String errorCode() {
        return isError() ? line.word(2) : null;
    }

    /** Whether it is this error. */
    public boolean isError(ErrorCode code) {
        return isError() && line.word(2).equals(code.name());
    }

    /** The words for people after {@code " : "}; empty when there are none. */
    public String text() {
        return line.text();
    }

    /** What a status line can start with, now and later. */
    public static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'A' || c > 'Z') && (i == 0 || c != '_' && (c < '0' || c > '9'))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        items.forEach(item -> text.append(item).append('\n'));
        return text.append(tag == null ? "" : "@" + tag + " ").append(line).toString();
    }
}
