package io.ringkv.client.command;

import io.ringkv.client.CannotConnectException;
import io.ringkv.client.KvException;
import io.ringkv.client.UnknownOutcomeException;
import io.ringkv.client.core.ClientCallback;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

/** What became of one request, once it is known. */
final class Outcome implements ClientCallback {
    private @Nullable Reply reply;
    private @Nullable KvException failure;

    boolean known() {
        return reply != null || failure != null;
    }

    Reply get() {
        if (failure != null) {
            throw failure;
        }
        if (reply == null) {
            throw new IllegalStateException("it is not known yet");
        }
        return reply;
    }

    @Override
    public void answered(Reply answer) {
        reply = answer;
    }

    @Override
    public void unknown(String text) {
        failure = new UnknownOutcomeException(text);
    }

    @Override
    public void unreachable(String text) {
        failure = new CannotConnectException(text);
    }
}
