package io.ringkv.client.shell;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/** What the terminal can show. */
public final class Screen {
    private final Terminal terminal;
    private final Map<String, String> env;
    private @Nullable LineReader reader;

    Screen(Terminal terminal, Map<String, String> env) {
        this.terminal = terminal;
        this.env = env;
    }

    /** Lines only: no cursor, no colours, nobody who presses keys in a pager. */
    boolean dumb() {
        return terminal.getType().startsWith("dumb");
    }

    public boolean coloured() {
        return !dumb() && env.getOrDefault("NO_COLOR", "").isEmpty();
    }

    void askedBy(LineReader lineReader) {
        reader = lineReader;
    }

    /** What the person answers; null for Ctrl-C or the end of the input. The history does not learn it. */
    public @Nullable String ask(String question) {
        LineReader asked = Objects.requireNonNull(reader);
        asked.setVariable(LineReader.DISABLE_HISTORY, true);
        asked.setVariable(LineReader.DISABLE_COMPLETION, true);
        try {
            return asked.readLine(question);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        } finally {
            asked.setVariable(LineReader.DISABLE_COMPLETION, false);
        }
    }

    /** Where the output of a command goes that nobody piped elsewhere. */
    public LineOutput output() {
        int rows = terminal.getSize().getRows();
        String pager = dumb() || rows <= 1 ? "" : Pager.command(env);
        return pager.isEmpty()
                ? LineOutput.plain(System.out)
                : LineOutput.paged(
                        new Pager(System.out, rows - 1, terminal.getSize().getColumns(), pager));
    }
}
