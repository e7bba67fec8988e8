package io.ringkv.transport;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

/**
 * When each open request of one connection was handed to the actor, so that it is known how long they took, and
 * those that took long reach the {@link SlowLog}. Takes nothing from the heap for a request that is quick; the requests that it holds are the
 * actor's as well until they are answered.
 */
final class RequestTimes {
    /** What stands for the status of a request whose client did not wait for it. */
    private static final String LEFT = "LEFT";

    /** Most connections wait for one answer at a time; a power of two. */
    private static final int FIRST_OPEN = 4;

    private final SlowLog log;
    private final Latencies latencies;
    private final String from;
    private @Nullable Request[] requests = new @Nullable Request[FIRST_OPEN];
    private long[] began = new long[FIRST_OPEN];
    private long first;
    private long next;
    private int open;

    /** @param from the address on the other side */
    RequestTimes(SlowLog log, Latencies latencies, String from) {
        this.log = log;
        this.latencies = latencies;
        this.from = from;
    }

    /** Sequences only grow; those that are answered elsewhere are left out. */
    void began(long sequence, long now, Request request) {
        if (open == 0) {
            first = sequence;
        }
        next = sequence + 1;
        while (next - first > requests.length) {
            grow();
        }
        requests[at(sequence)] = request;
        began[at(sequence)] = now;
        open++;
    }

    /** The actor has answered it; whether the reply waits for those of earlier requests is not its fault. */
    void answered(long sequence, Reply reply) {
        Request request = sequence >= first && sequence < next ? requests[at(sequence)] : null;
        if (request == null) {
            return;
        }
        requests[at(sequence)] = null;
        open--;
        long now = System.nanoTime();
        long took = now - began[at(sequence)];
        if (Latencies.isCounted(request.verb())) {
            latencies.add(now, took);
        }
        if (log.isSlow(took)) {
            String code = reply.errorCode();
            String status = code == null ? reply.line().words().get(0) : code;
            log.add(SlowRequest.of(request, took, status, from));
        }
        while (first < next && requests[at(first)] == null) {
            first++;
        }
    }

    /** The client is gone: what it waited for in vain is what an operator looks for. */
    void left() {
        long now = System.nanoTime();
        for (long sequence = first; open > 0 && sequence < next; sequence++) {
            Request request = requests[at(sequence)];
            if (request != null) {
                open--;
                requests[at(sequence)] = null;
                long took = now - began[at(sequence)];
                if (log.isSlow(took)) {
                    log.add(SlowRequest.of(request, took, LEFT, from));
                }
            }
        }
    }

    private int at(long sequence) {
        return (int) sequence & requests.length - 1;
    }

    private void grow() {
        @Nullable Request[] oldRequests = requests;
        long[] oldBegan = began;
        int mask = oldRequests.length - 1;
        requests = new @Nullable Request[2 * oldRequests.length];
        began = new long[2 * oldBegan.length];
        for (long sequence = first; sequence < first + oldRequests.length; sequence++) {
            requests[at(sequence)] = oldRequests[(int) sequence & mask];
            began[at(sequence)] = oldBegan[(int) sequence & mask];
        }
    }
}
