package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;

import org.jspecify.annotations.Nullable;

/**
 * The first write or sync of a store that failed, which all later ones are refused with. A thread whose call meets only
 * the consequence, before the thread with the cause has come back from its own, waits for that: whoever of them is the
 * one to end the process names the cause.
 */
final class FirstFailure {

    /** All that RocksDB tells of a log that took an error in another call. */
    private static final String CONSEQUENCE = "has previous error";

    private int inside;
    private int waiting;
    private @Nullable StoreException first;

    /** Before a call that may fail. Throws when one did; pairs with {@link #leave}. */
    synchronized void enter() {
        if (first != null) {
            throw refusal(first);
        }
        inside++;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** What to throw instead of the reason for which a call failed that has not left yet. */
    synchronized StoreException of(StoreException reason) {
        if (String.valueOf(reason.getMessage()).contains(CONSEQUENCE)) {
            waiting++;
            notifyAll();
            awaitFirst();
            waiting--;
        }
        if (first == null) {
            first = reason;
            notifyAll();
        }
        return first == reason ? reason : refusal(first);
    }

    /** Until the cause is known, or nobody is left who could bring it. */
    private void awaitFirst() {
        boolean interrupted = false;
        while (first == null && inside > waiting) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static StoreException refusal(StoreException first) {
        return new StoreException(
                first.kind(), "the store failed before: " + first.getMessage(), first);
    }
}
