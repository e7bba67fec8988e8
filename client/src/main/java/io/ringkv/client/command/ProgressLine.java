package io.ringkv.client.command;

import java.io.PrintStream;

/** How far something is, for people: one line written over and over on a screen, else a line for each change. */
final class ProgressLine {
    private final PrintStream err;
    private final boolean screen;
    private String shown = "";

    /** @param screen whether a terminal shows it */
    ProgressLine(PrintStream err, boolean screen) {
        this.err = err;
        this.screen = screen;
    }

    synchronized void show(String text) {
        if (!text.equals(shown)) {
            String rest = " ".repeat(Math.max(0, shown.length() - text.length()));
            err.print(screen ? "\r" + text + rest : text + "\n");
            err.flush();
            shown = text;
        }
    }

    /** What follows stands on a line of its own. */
    synchronized void end() {
        if (screen && !shown.isEmpty()) {
            err.print("\n");
            err.flush();
        }
        shown = "";
    }
}
