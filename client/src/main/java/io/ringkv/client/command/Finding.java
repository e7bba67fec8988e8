package io.ringkv.client.command;

/**
 * One thing that an examination found.
 *
 * @param fix what to do about it; empty of what is well
 */
record Finding(Level level, String about, String text, String fix) {
    enum Level {
        FINE,
        /** Nothing to mend, and still to be read. */
        NOTE,
        WRONG
    }

    static Finding fine(String about, String text) {
        return new Finding(Level.FINE, about, text, "");
    }

    static Finding note(String about, String text) {
        return new Finding(Level.NOTE, about, text, "");
    }

    static Finding wrong(String about, String text, String fix) {
        return new Finding(Level.WRONG, about, text, fix);
    }
}
