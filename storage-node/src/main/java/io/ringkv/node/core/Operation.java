package io.ringkv.node.core;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

/**
 * One data request from its arrival to its one answer.
 *
 * @param connection and sequence: where the answer goes
 * @param deadline monotonic nanoseconds; what is not decided then is answered by its error
 * @param forwarded it came from another node, and is not forwarded again
 */
record Operation(
        long connection,
        long sequence,
        Request request,
        int slot,
        Key key,
        Level level,
        long deadline,
        boolean forwarded) {

    /** How many replicas an answer stands for. */
    enum Level {
        ONE,
        QUORUM,
        ALL
    }

    Verb verb() {
        return request.verb();
    }

    boolean isWrite() {
        return request.verb() == Verb.PUT || request.verb() == Verb.DELETE;
    }
}
