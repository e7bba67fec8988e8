package io.ringkv.simulation.history;

/** A file that is no history: which line, what is wrong with it, and what would be right. */
public final class BadHistoryException extends Exception {
    private static final long serialVersionUID = 1;

    BadHistoryException(String message) {
        super(message);
    }
}
