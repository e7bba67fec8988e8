package io.ringkv.client.shell;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A prompt with line editing, completion, hints, and a history that only its owner can read. What a line means is its
 * handler's business. Ctrl-C ends the line or the command, Ctrl-D the shell.
 */
public final class Shell {
    /** What the shell does after a line. */
    public enum State {
        READY,
        /** The line announced a block: what is typed next belongs to it. */
        NEEDS_BLOCK,
        ENDED
    }

    /** What lines mean, and what is shown before them. */
    public interface Handler {
        /** Runs one line, without its end, until it is done or the thread is interrupted. */
        State run(String line, Screen screen);

        /** The block that a line announced will not come. */
        void forgetBlock();

        String prompt(Screen screen);

        /** What is shown before what is typed into a block. */
        String blockPrompt();
    }

    private final Screen screen;
    private final LineReader reader;
    private final Handler handler;

    private Shell(Screen screen, LineReader reader, Handler handler) {
        this.screen = screen;
        this.reader = reader;
        this.handler = handler;
    }

    /** Reads lines until the handler or the person ends it. */
    public static void run(Path history, Vocabulary vocabulary, Handler handler) {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            Screen screen = new Screen(terminal, System.getenv());
            LineReader reader = reader(terminal, screen, history, vocabulary);
            Thread self = Thread.currentThread();
            // While a line is read the reader has a handler of its own.
            terminal.handle(Terminal.Signal.INT, signal -> self.interrupt());
            if (screen.dumb()) {
                // Such a terminal hears of no signal, and the JVM would end.
                Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
            }
            screen.askedBy(reader);
            new Shell(screen, reader, handler).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        State state = State.READY;
        while (state != State.ENDED) {
            state = next(state);
        }
    }

    private State next(State state) {
        // A Ctrl-C that came too late for the command is not meant for the next line.
        boolean late = Thread.interrupted();
        try {
            boolean block = state == State.NEEDS_BLOCK;
            // A block is data, which nobody wants to call back as a command.
            reader.setVariable(LineReader.DISABLE_HISTORY, block);
            String prompt = block ? handler.blockPrompt() : handler.prompt(screen);
            String line = reader.readLine(late ? "\n" + prompt : prompt);
            freshLineAfter(line);
            return handler.run(line, screen);
        } catch (UserInterruptException e) {
            if (screen.dumb()) {
                reader.getTerminal().writer().print("\n");
            }
            handler.forgetBlock();
            return State.READY;
        } catch (EndOfFileException e) {
            return State.ENDED;
        }
    }

    /** A program may end within a line, as one that is handed a bare value: the prompt would be drawn over it. */
    private void freshLineAfter(String line) {
        if (PipedLine.of(line).program() == null) {
            reader.unsetOpt(LineReader.Option.AUTO_FRESH_LINE);
        } else {
            reader.setOpt(LineReader.Option.AUTO_FRESH_LINE);
        }
    }

    private static LineReader reader(
            Terminal terminal, Screen screen, Path history, Vocabulary vocabulary) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("kv")
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .completer(new VocabularyCompleter(vocabulary))
                .history(new DiscreetHistory())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        if (prepare(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        LineReader reader = builder.build();
        if (!screen.dumb()) {
            Hints.show(reader, vocabulary);
        }
        return reader;
    }

    /** Creates the file for its owner alone; false when there is to be no history. */
    static boolean prepare(Path history) {
        try {
            if (!Files.exists(history)) {
                Files.createFile(history);
            }
            if (history.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(
                        history, PosixFilePermissions.fromString("rw-------"));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
