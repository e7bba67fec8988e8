package io.ringkv.client.shell;

import org.jline.terminal.Terminal;

import java.util.Map;

/** What the terminal can show. */
public final class Screen {
    private final Terminal terminal;
    private final Map<String, String> env;

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
