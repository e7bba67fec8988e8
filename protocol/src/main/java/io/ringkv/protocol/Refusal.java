package io.ringkv.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * An answer that the decoder gives by itself, in the order of the requests around it: an error about a line that never
 * became a request, or the exact bytes that another protocol's client understands. When it {@link #closes}, the
 * connection ends once the answer has left, because what follows on it cannot be trusted to be a line.
 */
public final class Refusal implements Inbound {
    private final @Nullable Reply reply;
    private final byte @Nullable [] raw;
    private final boolean closes;

    private Refusal(@Nullable Reply reply, byte @Nullable [] raw, boolean closes) {
        this.reply = reply;
        this.raw = raw;
        this.closes = closes;
    }

    public static Refusal of(Reply reply, boolean closes) {
        return new Refusal(reply, null, closes);
    }

    public static Refusal raw(byte[] bytes, boolean closes) {
        return new Refusal(null, bytes, closes);
    }

    /** The answer as a reply; null when it is {@link #raw} bytes. */
    public @Nullable Reply reply() {
        return reply;
    }

    /** The answer as bytes to send unchanged; null when it is a {@link #reply}. */
    public byte @Nullable [] raw() {
        return raw;
    }

    public boolean closes() {
        return closes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Refusal that
                && closes == that.closes
                && Arrays.equals(raw, that.raw)
                && (reply == null ? that.reply == null : reply.equals(that.reply));
    }

    @Override
    public int hashCode() {
        return reply == null ? Arrays.hashCode(raw) : reply.hashCode();
    }

    @Override
    public String toString() {
        String answer =
                reply == null ? (raw == null ? 0 : raw.length) + " bytes" : reply.toString();
        return "Refusal[" + answer + (closes ? ", closes]" : "]");
    }
}
