package io.ringkv.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one connection sends and how it counts the answers: a batch of encoded requests, and a reader that tells how
 * many of its replies have arrived. One for each protocol and operation.
 */
abstract class Workload {
    /** The bytes of a value in every run. */
    static final int VALUE_BYTES = 100;

    private final SplittableRandom random;
    private final List<byte[]> keys;

    Workload(List<byte[]> keys, long seed) {
        this.keys = keys;
        this.random = new SplittableRandom(seed);
    }

    /** Appends a batch of so many operations; returns how many replies will answer it. */
    abstract int fill(ByteBuffer out, int operations);

    /** Consumes whole replies and returns their number; leaves the rest. Throws IllegalStateException on an error. */
    abstract int consume(ByteBuffer in);

    byte[] randomKey() {
        return keys.get(random.nextInt(keys.size()));
    }

    static byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) ('a' + i % 26);
        }
        return value;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The index just behind the line that starts at the buffer's position, or -1 when it is not whole. */
    static int lineEnd(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The decimal number that starts at this index. */
    static int number(ByteBuffer in, int at) {
        int number = 0;
        for (int i = at; in.get(i) >= '0' && in.get(i) <= '9'; i++) {
            number = number * 10 + in.get(i) - '0';
        }
        return number;
    }

    static IllegalStateException unexpected(ByteBuffer in, int end) {
        byte[] line = new byte[end - in.position()];
        in.get(line);
        return new IllegalStateException(
                "an unexpected reply: " + new String(line, StandardCharsets.UTF_8).trim());
    }
}
