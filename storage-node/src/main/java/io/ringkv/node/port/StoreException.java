package io.ringkv.node.port;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked. Never thrown for an absent row; an absent row is never returned for it. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** The disk or the operating system refused: after a failed sync, the process ends. */
        IO,
        /** The bytes are not those that were written: the store goes to quarantine. */
        CORRUPT,
        /** The disk is full: release the ballast, refuse writes, let deletes through. */
        FULL
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
