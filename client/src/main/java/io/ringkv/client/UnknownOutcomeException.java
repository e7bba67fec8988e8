package io.ringkv.client;

import io.ringkv.protocol.ErrorClass;

/** A write that may or may not have been applied, and may still be. Read before writing again. */
public final class UnknownOutcomeException extends KvException {
    private static final long serialVersionUID = 1;

    public UnknownOutcomeException(String text) {
        super(ErrorClass.UNKNOWN, "UNKNOWN", text);
    }
}
