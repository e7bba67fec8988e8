package io.ringkv.client.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Where the output of one line goes: the terminal, a pager in between, or a program. */
public final class LineOutput implements AutoCloseable {
    /** The person knows. */
    private static final int ENDED_BY_CTRL_C = 130;

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

    /**
     * @param say is told when the program fails: its own words may be none
     * @throws IOException when it cannot be started
     */
    public static LineOutput toProgram(String command, Consumer<String> say) throws IOException {
        Process program = Program.start(command);
        PrintStream stream = print(program.getOutputStream());
        return new LineOutput(stream, () -> {
            // A program that has read enough may be gone: what it did not take is not missed.
            stream.close();
            int exitCode = Program.await(program);
            if (exitCode != 0 && exitCode != ENDED_BY_CTRL_C) {
                say.accept("'" + command + "' failed with exit code " + exitCode);
            }
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
