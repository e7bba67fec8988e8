package io.ringkv.client;

import io.ringkv.protocol.ErrorClass;

/** Nobody who could have answered was reached. The text names every address that was tried. */
public final class CannotConnectException extends KvException {
    private static final long serialVersionUID = 1;

    public CannotConnectException(String text) {
        super(ErrorClass.RETRY, "UNREACHABLE", text);
    }
}
