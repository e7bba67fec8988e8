package io.ringkv.client.command;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Asks before something is destroyed, where a person sits; a script knows what it does. */
final class Confirmation {
    private final Streams streams;

    Confirmation(Streams streams) {
        this.streams = streams;
    }

    /** @return whether to go on; no answer is a no */
    boolean given(String question) {
        if (!streams.terminal()) {
            return true;
        }
        streams.err().print(question + " [y/N] ");
        streams.err().flush();
        try {
            int first = streams.in().read();
            for (int next = first; next >= 0 && next != '\n'; ) {
                next = streams.in().read();
            }
            return first == 'y' || first == 'Y';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
