package io.ringkv.client.command;

import io.ringkv.client.shell.Shell;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code kv shell}: lines of the protocol, typed by a person; what is piped in is read without prompts. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description =
                "Reads lines of the protocol and answers each; with history and editing on a terminal.")
final class ShellCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Kv kv;

    @Override
    public Integer call() {
        Kv parent = Objects.requireNonNull(kv);
        if (parent.streams().terminal()) {
            return interactive(parent);
        }
        try (Cluster cluster = parent.connect()) {
            return new LineRunner(cluster, parent.streams())
                    .runAll(parent.streams().in(), false);
        }
    }

    static int interactive(Kv kv) {
        Path history = Path.of(System.getProperty("user.home", "."), ".ringkv_history");
        try (Cluster cluster = kv.connect()) {
            LineRunner runner = new LineRunner(cluster, kv.streams());
            kv.streams().out().print("help lists the commands, exit leaves.\n");
            kv.streams().out().flush();
            return Shell.run(history, line -> answer(runner, line));
        }
    }

    private static Shell.State answer(LineRunner runner, String line) {
        String word = line.strip().toLowerCase(Locale.ROOT);
        if (word.equals("exit")) {
            return Shell.State.ENDED;
        }
        boolean complete = runner.runLine((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (runner.ended()) {
            return Shell.State.ENDED;
        }
        return complete ? Shell.State.READY : Shell.State.NEEDS_BLOCK;
    }
}
