package io.ringkv.client.core;

import io.ringkv.protocol.Reply;

/** Takes the outcome of one request: exactly one of these is called, once. */
public interface ClientCallback {
    /** A server's last word. When it is an error, nothing was applied. */
    void answered(Reply reply);

    /** A change that may or may not have been applied, and may still be. */
    void unknown(String text);

    /** Nobody who could answer was reached, so nothing was applied. */
    void unreachable(String text);
}
