package io.ringkv.client.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the output of one line goes: the terminal, a pager in between, or a program. */
public final class LineOutput implements AutoCloseable {
    /** What remains to be done when all is written. */
    @FunctionalInterface
    private interface End {
        void run();
    }

    private final PrintStream stream;
    private final End end;

    private LineOutput(PrintStream stream, End end) {
        this.stream = stream;
        this.end = end;
    }

    static LineOutput plain(OutputStream terminal) {
        PrintStream stream = print(terminal);
        return new LineOutput(stream, stream::flush);
    }

    static LineOutput paged(Pager pager) {
        PrintStream stream = print(pager);
        return new LineOutput(stream, () -> {
            stream.flush();
            pager.finish();
        });
    }

    /** @throws IOException when it cannot be started */
    public static LineOutput toProgram(String command) throws IOException {
        Process program = Program.start(command);
        PrintStream stream = print(program.getOutputStream());
        return new LineOutput(stream, () -> {
            // A program that has read enough may be gone: what it did not take is not missed.
            stream.close();
            Program.await(program);
        });
    }

    private static PrintStream print(OutputStream to) {
        return new PrintStream(to, false, StandardCharsets.UTF_8);
    }

    public PrintStream stream() {
        return stream;
    }

    /** Returns when whoever reads it is done. */
    @Override
    public void close() {
        end.run();
    }
}
