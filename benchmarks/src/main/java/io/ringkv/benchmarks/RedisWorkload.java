package io.ringkv.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;

/** SET with WAIT 1, after each or after a whole batch, or GET, over RESP to a primary with two replicas. */
final class RedisWorkload extends Workload {
    private static final byte[] WAIT = ascii("*3\r\n$4\r\nWAIT\r\n$1\r\n1\r\n$4\r\n1000\r\n");
    private static final byte[] SET = ascii("*3\r\n$3\r\nSET\r\n$");
    private static final byte[] GET = ascii("*2\r\n$3\r\nGET\r\n$");
    private static final byte[] EOL = ascii("\r\n");
    private static final byte[] VALUE_HEADER = ascii("$" + VALUE_BYTES + "\r\n");
    private static final byte[] VALUE = value();

    /** What is asked. */
    enum Kind {
        SET_AND_WAIT_EACH,
        SETS_THEN_ONE_WAIT,
        GET
    }

    private final Kind kind;

    RedisWorkload(Kind kind, List<byte[]> keys, long seed) {
        super(keys, seed);
        this.kind = kind;
    }

    @Override
    int fill(ByteBuffer out, int operations) {
        int replies = 0;
        for (int i = 0; i < operations; i++) {
            byte[] key = randomKey();
            out.put(kind == Kind.GET ? GET : SET)
                    .put(ascii(Integer.toString(key.length)))
                    .put(EOL);
            out.put(key).put(EOL);
            replies++;
            if (kind != Kind.GET) {
                out.put(VALUE_HEADER).put(VALUE).put(EOL);
            }
            if (kind == Kind.SET_AND_WAIT_EACH) {
                out.put(WAIT);
                replies++;
            }
        }
        if (kind == Kind.SETS_THEN_ONE_WAIT) {
            out.put(WAIT);
            replies++;
        }
        return replies;
    }

    @Override
    int consume(ByteBuffer in) {
        int replies = 0;
        for (int end = lineEnd(in); end >= 0; end = lineEnd(in)) {
            byte first = in.get(in.position());
            if (first == '+' || first == ':' && in.get(in.position() + 1) != '0') {
                in.position(end);
            } else if (first == '$' && in.get(in.position() + 1) == '-') {
                in.position(end); // absent
            } else if (first == '$') {
                int behind = end + number(in, in.position() + 1) + 2;
                if (behind > in.limit()) {
                    return replies;
                }
                in.position(behind);
            } else {
                throw unexpected(in, end);
            }
            replies++;
        }
        return replies;
    }
}
