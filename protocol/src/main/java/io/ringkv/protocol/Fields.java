package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The {@code name=value} pairs of one line, in the order in which they are written. Immutable; a handful at most, so
 * an array that is searched costs less than a map.
 */
public final class Fields {
    public static final Fields NONE = new Fields(new String[0]);

    /** Announces a block on the wire, so no field can have this name. */
    public static final String LENGTH = "len";

    private final String[] pairs;

    private Fields(String[] pairs) {
        this.pairs = pairs;
    }

    /** @param pairs names and values by turns, the names valid and distinct; the array is taken over */
    public static Fields taking(String[] pairs) {
        return pairs.length == 0 ? NONE : new Fields(pairs);
    }

    public int size() {
        return pairs.length / 2;
    }

    public String name(int i) {
        return pairs[2 * i];
    }

    public String value(int i) {
        return pairs[2 * i + 1];
    }

    public @Nullable String get(String name) {
        int i = indexOf(name);
        return i < 0 ? null : value(i);
    }

    /** A field as a number; {@code orElse} when it is absent, or is no number from 0 that fits a long. */
    public long getLong(String name, long orElse) {
        String value = get(name);
        long number = value == null ? -1 : OptionKind.number(value);
        return number < 0 ? orElse : number;
    }

    /** The same with one more pair at the end, or with the new value where the name already stands. */
    public Fields with(String name, String value) {
        if (!isName(name) || name.equals(LENGTH)) {
            throw new IllegalArgumentException("a field cannot be called '" + name + "'");
        }
        int i = indexOf(name);
        String[] changed = Arrays.copyOf(pairs, i < 0 ? pairs.length + 2 : pairs.length);
        int at = i < 0 ? pairs.length : 2 * i;
        changed[at] = name;
        changed[at + 1] = value;
        return new Fields(changed);
    }

    /** Letters, digits, '.', '_' and '-', a letter first: what can stand before a '=' without quotes. */
    public static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private int indexOf(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : " ").append(name(i)).append('=').append(value(i));
        }
        return text.toString();
    }
}
