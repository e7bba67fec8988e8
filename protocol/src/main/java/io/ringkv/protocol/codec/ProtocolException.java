package io.ringkv.protocol.codec;

/**
 * The other side sent what is no reply. Nothing after it can be trusted, so the connection has to be closed, and what
 * was asked on it has an unknown outcome. Checked, because no caller may forget that.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
