package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Whoever sits there and can be asked; nobody, of a script. */
interface Person {
    boolean there();

    /** What is answered; null when nothing is. */
    @Nullable
    String answer(String question);

    static Person at(Streams streams) {
        return new Person() {
            @Override
            public boolean there() {
                return streams.terminal();
            }

            @Override
            public @Nullable String answer(String question) {
                streams.err().print(question);
                streams.err().flush();
                return line(streams);
            }
        };
    }

    private static @Nullable String line(Streams streams) {
        StringBuilder text = new StringBuilder();
        try {
            int next = streams.in().read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                text.append((char) next);
                next = streams.in().read();
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
