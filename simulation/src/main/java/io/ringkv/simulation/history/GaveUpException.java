package io.ringkv.simulation.history;

/** The history of a key has more orders to try than the search may; nothing is known about it. */
public final class GaveUpException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    GaveUpException() {
        super("the operations of a key overlap in more ways than the search may try");
    }

    GaveUpException(String key) {
        super("key " + Texts.quoted(key) + ": its operations overlap in more ways than the search"
                + " may try, so there is no verdict");
    }
}
