package io.ringkv.client.command;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Asks before something is destroyed, where a person sits; a script says beforehand that it is meant. */
final class Confirmation {
    private final Streams streams;

    Confirmation(Streams streams) {
        this.streams = streams;
    }

    /**
     * Returns when it is meant; no answer is a no.
     *
     * @param yes it was said beforehand
     * @param what would happen
     * @param otherwise what did not happen then
     */
    void demand(boolean yes, String what, String otherwise) {
        if (!yes && !streams.terminal()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what + "; there is no terminal to ask at, so say that it is meant with --yes");
        }
        if (!yes && !given(what + ". Go on?")) {
            throw new CommandException(ExitCode.NOT_FOUND, otherwise);
        }
    }

    private boolean given(String question) {
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
