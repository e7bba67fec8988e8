package io.ringkv.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;

/** Quorum PUT or GET over KVP/1, to the primary of each key. */
final class RingKvWorkload extends Workload {
    private static final byte[] PUT = ascii("PUT ");
    private static final byte[] GET = ascii("GET ");
    private static final byte[] VALUE = value();

    private final boolean puts;

    RingKvWorkload(boolean puts, List<byte[]> keys, long seed) {
        super(keys, seed);
        this.puts = puts;
    }

    @Override
    int fill(ByteBuffer out, int operations) {
        for (int i = 0; i < operations; i++) {
            out.put(puts ? PUT : GET).put(randomKey());
            if (puts) {
                out.put((byte) ' ').put(VALUE);
            }
            out.put((byte) '\n');
        }
        return operations;
    }

    @Override
    int consume(ByteBuffer in) {
        int replies = 0;
        for (int end = lineEnd(in); end >= 0; end = lineEnd(in)) {
            byte first = in.get(in.position());
            if (puts ? first == 'O' : first == 'N') {
                in.position(end);
            } else if (!puts && first == 'V') {
                int behind = end + number(in, in.position() + 6);
                if (behind + 2 > in.limit() && (behind >= in.limit() || in.get(behind) == '\r')) {
                    return replies;
                }
                in.position(in.get(behind) == '\r' ? behind + 2 : behind + 1);
            } else {
                throw unexpected(in, end);
            }
            replies++;
        }
        return replies;
    }
}
