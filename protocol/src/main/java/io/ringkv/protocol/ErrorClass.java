package io.ringkv.protocol;

/**
 * What a client may do about an error. Programs act on the class and never need to know the code; a class that a newer
 * server invents is taken as {@link #UNKNOWN}, the one that promises least.
 */
public enum ErrorClass {
    /** Nothing was applied: retry with backoff. */
    RETRY(8),
    /** Another node serves this: follow, and refresh the view. The client does so by itself, so it is rarely seen. */
    REDIRECT(8),
    /** Overloaded, nothing was applied: back off. */
    BUSY(7),
    /** It may or may not have been applied: do not retry blindly. */
    UNKNOWN(5),
    /** The request is wrong: fix it. */
    FATAL(4),
    /** Not allowed: authenticate. */
    AUTH(6);

    private final int exitCode;

    ErrorClass(int exitCode) {
        this.exitCode = exitCode;
    }

    /** What a command-line tool exits with when a server answered this. */
    public int exitCode() {
        return exitCode;
    }
}
