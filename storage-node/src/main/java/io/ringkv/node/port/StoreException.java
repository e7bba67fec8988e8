package io.ringkv.node.port;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        IO,
        CORRUPT,
        FULL
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
