package io.ringkv.transport;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.Arrays;
import java.util.List;

/**
 * Counts what the open requests of one connection hold in memory: their own bytes, the replies that wait for earlier
 * ones, and for each request without an answer what replies on this connection took lately. So a pipeline of small
 * requests for large values stays within the limit too.
 */
final class OpenRequests {
    /** What the first replies are taken for, as a fraction of the limit: so many are in doubt at once. */
    private static final int FIRST_REPLIES = 16;

    private static final int LEFT = 1 << 31;

    private final int countMax;
    private final int bytesMax;
    private int[] costs = new int[16];
    private long first;
    private long next;
    private int unanswered;
    private int count;
    private long bytes;
    private long expectedReplyBytes;

    OpenRequests(int countMax, int bytesMax) {
        this.countMax = countMax;
        this.bytesMax = bytesMax;
        this.expectedReplyBytes = bytesMax / FIRST_REPLIES;
    }

    boolean full() {
        return count >= countMax || held() >= bytesMax;
    }

    boolean halfEmpty() {
        return count <= countMax / 2 && held() <= bytesMax / 2;
    }

    private long held() {
        return bytes + unanswered * expectedReplyBytes;
    }

    void arrived(long sequence, Request request) {
        long size = request.value() == null ? 0 : request.requiredValue().length;
        List<byte[]> arguments = request.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            size += arguments.get(i).length;
        }
        arrived(sequence, (int) Math.min(size, Integer.MAX_VALUE));
    }

    void arrived(long sequence, int cost) {
        next = sequence + 1;
        if (next - first > costs.length) {
            grow();
        }
        costs[at(sequence)] = cost;
        bytes += cost;
        unanswered++;
        count++;
    }

    /** Its reply has left, or waits for those of earlier requests. */
    void answered(long sequence, Reply reply) {
        byte[] block = reply.block();
        int size = block == null ? 0 : block.length;
        // Up at once, down slowly: what is underestimated is memory that nobody has.
        expectedReplyBytes = Math.max(size, expectedReplyBytes + (size - expectedReplyBytes) / 4);
        unanswered--;
        bytes += size - costs[at(sequence)];
        costs[at(sequence)] = size;
    }

    /** Its reply, answered before, takes no room here any more. */
    void left(long sequence) {
        bytes -= costs[at(sequence)];
        count--;
        costs[at(sequence)] = LEFT;
        while (first < next && costs[at(first)] == LEFT) {
            first++;
        }
    }

    private int at(long sequence) {
        return (int) sequence & costs.length - 1;
    }

    private void grow() {
        int[] old = costs;
        costs = Arrays.copyOf(old, 2 * old.length);
        for (long sequence = first; sequence < next - 1; sequence++) {
            costs[at(sequence)] = old[(int) sequence & old.length - 1];
        }
    }
}
