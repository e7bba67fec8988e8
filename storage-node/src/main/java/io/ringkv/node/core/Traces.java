package io.ringkv.node.core;

import io.ringkv.node.port.Journal;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;

/**
 * Tells the journal what becomes of requests that carry a trace, so that one search for {@code trace=ID} in the logs of
 * all processes shows the way of a request. Decides nothing, and does nothing for a request without one.
 */
final class Traces {
    private final Journal journal;

    Traces(Journal journal) {
        this.journal = journal;
    }

    void received(Operation operation) {
        String trace = traceOf(operation);
        if (trace != null) {
            tell(trace, operation, operation.forwarded() ? "received, forwarded" : "received");
        }
    }

    void forwarded(Operation operation, String node) {
        String trace = traceOf(operation);
        if (trace != null) {
            tell(trace, operation, "forwarded to " + node);
        }
    }

    void assigned(Operation operation, Version version) {
        String trace = traceOf(operation);
        if (trace != null) {
            tell(trace, operation, "is version " + version);
        }
    }

    /** @param holders who held the write when it was answered */
    void acknowledged(Operation operation, Iterable<String> holders) {
        String trace = traceOf(operation);
        if (trace != null) {
            tell(trace, operation, "acknowledged by " + String.join(", ", holders));
        }
    }

    void answered(Operation operation, Reply reply) {
        String trace = traceOf(operation);
        if (trace != null) {
            String code = reply.errorCode();
            tell(trace, operation, "answered " + reply.status() + (code == null ? "" : " " + code));
        }
    }

    static boolean isTraced(Operation operation) {
        return traceOf(operation) != null;
    }

    private static @Nullable String traceOf(Operation operation) {
        return operation.request().option(Option.TRACE);
    }

    /** A key may be data that nobody wants in a log: the slot says as much about its way. */
    private void tell(String trace, Operation operation, String what) {
        journal.event("trace=" + trace + " " + operation.verb() + " slot=" + operation.slot() + " "
                + what);
    }
}
