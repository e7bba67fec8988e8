package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output that knows why it failed: a reader that has seen enough is no failure, a full disk is. */
final class Output extends PrintStream {
    /** Keeps what {@link PrintStream} forgets. */
    private static final class Watched extends FilterOutputStream {
        private @Nullable String problem;

        Watched(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
                throw e;
            }
        }
    }

    private final Watched watched;

    private Output(Watched watched) {
        super(watched, false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static Output to(OutputStream stream) {
        return new Output(new Watched(stream));
    }

    /** Of any stream; one that does not know why it fails has a reader. */
    static boolean readerLeft(PrintStream stream) {
        return stream instanceof Output output && output.readerLeft();
    }

    /** Whether whoever read it has gone: {@code kv ... | head}. In the words of Unix, and of Windows. */
    private boolean readerLeft() {
        String problem = watched.problem;
        return problem != null
                && (problem.contains("Broken pipe")
                        || problem.contains("pipe is being closed")
                        // A pipe that the shell made of two sockets.
                        || problem.contains("Connection reset"));
    }
}
