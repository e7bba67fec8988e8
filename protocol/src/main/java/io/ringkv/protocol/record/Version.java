package io.ringkv.protocol.record;

import org.jspecify.annotations.Nullable;

/**
 * The version of a record: the term of the primary that issued it, and its place in that slot's order within the
 * term. Printed {@code 17.812}. {@link #NONE} stands for "no record"; it is below every version that is issued.
 */
public record Version(long term, long sequence) implements Comparable<Version> {
    public static final Version NONE = new Version(0, 0);

    public boolean isNone() {
        return term == 0 && sequence == 0;
    }

    @Override
    public int compareTo(Version other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(sequence, other.sequence);
    }

    /** Parses {@code term.sequence}; null when the text is anything else. */
    public static @Nullable Version parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1 || text.length() > 40) {
            return null;
        }
        try {
            long term = Long.parseUnsignedLong(text.substring(0, dot));
            long sequence = Long.parseUnsignedLong(text.substring(dot + 1));
            return term < 0 || sequence < 0 ? null : new Version(term, sequence);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return term + "." + sequence;
    }
}
