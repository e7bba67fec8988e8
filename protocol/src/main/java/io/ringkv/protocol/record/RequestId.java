package io.ringkv.protocol.record;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The identity of one write of one client, so that a retry is recognised (rules I1 to I3). The session is issued by
 * {@code HELLO}: its creation time in milliseconds, compared only with a slot's floor, and a random part.
 * Text form: {@code <created>-<random hex>-<number>}.
 */
public record RequestId(long sessionCreatedMs, long sessionRandom, long number) {
    public static final int BYTES = 24;

    /** Parses the text form; null when the text is anything else. */
    public static @Nullable RequestId parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            long created = Long.parseLong(parts[0]);
            long number = Long.parseLong(parts[2]);
            long random = Long.parseUnsignedLong(parts[1].toLowerCase(Locale.ROOT), 16);
            return created < 0 || number < 0 ? null : new RequestId(created, random, number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Of the same client's series of writes. */
    public boolean isOfSession(RequestId other) {
        return sessionCreatedMs == other.sessionCreatedMs && sessionRandom == other.sessionRandom;
    }

    @Override
    public String toString() {
        return sessionCreatedMs + "-" + Long.toHexString(sessionRandom) + "-" + number;
    }
}
