package io.ringkv.client.command;

import java.io.BufferedInputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The surroundings of a command: stdout carries data only, everything for people goes to stderr.
 *
 * @param terminal whether a person sits at both ends
 */
public record Streams(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Map<String, String> env) {
    private static final String SCREEN = "terminal";

    /** Whether a terminal shows what is written, though something else may be read. */
    boolean screen() {
        return terminal || out instanceof Output && SCREEN.equals(System.getProperty("kv.stdout"));
    }

    static Streams ofProcess() {
        return new Streams(
                input(),
                print(FileDescriptor.out),
                print(FileDescriptor.err),
                isTerminal(),
                System.getenv());
    }

    private static InputStream input() {
        boolean closed = System.getProperty("kv.stdin", "").equals("closed");
        return closed
                ? new NoInput("it is closed")
                // Unbuffered it would ask for a position, which a pipe does not have.
                : new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    }

    private static PrintStream print(FileDescriptor descriptor) {
        return Output.to(new FileOutputStream(descriptor));
    }

    /** Both ends; newer JDKs have a console without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
