package io.ringkv.client.shell;

import io.ringkv.protocol.Verb;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A prompt with line editing, completion of verbs, and a history that only its owner can read. What a line means is
 * its handler's business. Ctrl-C ends the line, Ctrl-D the shell.
 */
public final class Shell {
    /** What the shell does after a line. */
    public enum State {
        READY,
        /** The line announced a block: what is typed next belongs to it. */
        NEEDS_BLOCK,
        ENDED
    }

    /** Runs one line, without its end. */
    @FunctionalInterface
    public interface Handler {
        State run(String line);
    }

    private static final String PROMPT = "kv> ";
    private static final String BLOCK_PROMPT = "  > ";
    /** Lines with a secret never reach the history. */
    private static final String NO_HISTORY = "AUTH*:auth*:*--token*";

    private Shell() {}

    /** Reads lines until the handler or the person ends it; the result is what to exit with. */
    public static int run(Path history, Handler handler) {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            LineReader reader = reader(terminal, history);
            State state = State.READY;
            while (state != State.ENDED) {
                state = next(reader, state, handler);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static State next(LineReader reader, State state, Handler handler) {
        try {
            return handler.run(reader.readLine(state == State.READY ? PROMPT : BLOCK_PROMPT));
        } catch (UserInterruptException e) {
            return state;
        } catch (EndOfFileException e) {
            return State.ENDED;
        }
    }

    private static LineReader reader(Terminal terminal, Path history) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("kv")
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .completer(new StringsCompleter(words()))
                .variable(LineReader.HISTORY_IGNORE, NO_HISTORY)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        if (prepare(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        return builder.build();
    }

    private static String[] words() {
        Stream<String> verbs = Arrays.stream(Verb.values())
                .filter(verb -> verb.role() != Verb.Role.NODE && verb.supported())
                .map(Verb::name);
        return Stream.concat(verbs, Stream.of("exit")).toArray(String[]::new);
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
