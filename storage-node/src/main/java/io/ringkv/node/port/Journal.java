package io.ringkv.node.port;

/** Where a core tells what happened, for operators and for the trace of a simulation; never part of a decision. */
@FunctionalInterface
public interface Journal {
    void event(String what);
}
