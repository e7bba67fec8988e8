package io.ringkv.client.command;

/** Ends a command: what to say on stderr, and what to exit with. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandException(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
