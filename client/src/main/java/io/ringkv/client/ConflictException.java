package io.ringkv.client;

import io.ringkv.protocol.record.Version;

/** The condition of a write did not hold, so nothing was written. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Version found;

    public ConflictException(Version found) {
        super(found.isNone() ? "the key is absent" : "the key is at version " + found);
        this.found = found;
    }

    /** The version that stands there; {@link Version#NONE} when the key is absent. */
    public Version found() {
        return found;
    }
}
