package io.ringkv.client;

import io.ringkv.protocol.ErrorClass;

/** A request that a server refused, or that nobody could serve. Unless it says otherwise, nothing was applied. */
public class KvException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorClass errorClass;
    private final String code;

    public KvException(ErrorClass errorClass, String code, String text) {
        super(text);
        this.errorClass = errorClass;
        this.code = code;
    }

    /** What may be done about it. */
    public ErrorClass errorClass() {
        return errorClass;
    }

    /** The code of the protocol, or {@code UNREACHABLE}. */
    public String code() {
        return code;
    }
}
