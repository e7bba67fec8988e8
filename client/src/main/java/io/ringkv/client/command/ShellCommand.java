package io.ringkv.client.command;

import io.ringkv.client.shell.Shell;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code kv shell}: lines of the protocol, typed by a person; what is piped in is read without prompts. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description =
                "Reads lines of the protocol and answers each; with history and editing on a terminal.")
final class ShellCommand implements Callable<Integer> {
    private static final String HISTORY = ".ringkv_history";

    @ParentCommand
    private @Nullable Kv kv;

    @Override
    public Integer call() {
        return Objects.requireNonNull(kv).linesOrShell();
    }

    static int interactive(Kv kv) {
        // Where $HOME points, as other programs have it; Java asks the user database.
        String home = kv.streams().env().getOrDefault("HOME", "");
        Path history =
                Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home, HISTORY);
        try (ShellSession session = ShellSession.open(kv)) {
            kv.streams().out().print("help lists what can be typed, Tab completes, exit leaves.\n");
            kv.streams().out().flush();
            Shell.run(history, session.vocabulary(), session);
            return session.exitCode();
        }
    }
}
