package io.ringkv.client.shell;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** A program that reads what a command writes; its own output goes to the terminal. */
final class Program {
    private Program() {}

    static Process start(String command) throws IOException {
        boolean windows = File.separatorChar == '\\';
        List<String> words =
                windows ? List.of("cmd", "/c", command) : List.of("/bin/sh", "-c", command);
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Ctrl-C reaches it as well, and it decides what that means: a pager goes on. */
    static int await(Process program) {
        boolean interrupted = false;
        while (true) {
            try {
                int code = program.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return code;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
