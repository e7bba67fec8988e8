package io.ringkv.client.command;

import io.ringkv.protocol.Verb;
import io.ringkv.transport.process.UsageProblem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code kv help}: a command's options, a verb's syntax, reply and example; no server is asked. */
@Command(
        name = HelpCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Explains a command of kv, or a verb of the protocol, without a server.",
        footer = {"", "Example: kv help put"})
final class HelpCommand implements Callable<Integer> {
    static final String NAME = "help";

    @ParentCommand
    private @Nullable Kv kv;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND|VERB", description = "What to explain.")
    private @Nullable String name;

    @Override
    public Integer call() {
        CommandLine parent = Objects.requireNonNull(spec).parent().commandLine();
        PrintStream out = Objects.requireNonNull(kv).streams().out();
        String asked = name;
        if (asked == null) {
            out.print(parent.getUsageMessage());
            out.print("\nVerbs of the protocol, for lines and the shell:\n" + Help.all());
            return ExitCode.OK;
        }
        ServerPrograms.ServerProgram program =
                ServerPrograms.ALL.get(asked.toLowerCase(Locale.ROOT));
        if (program != null) {
            out.print(program.description() + "\nIts options: kv " + asked.toLowerCase(Locale.ROOT)
                    + " --help\n");
            return ExitCode.OK;
        }
        if (asked.equalsIgnoreCase("exit")) {
            out.print(
                    "exit [CODE]\n  Ends the lines or the shell, with the code of the first failure"
                            + " or with its own.\n");
            return ExitCode.OK;
        }
        CommandLine command = parent.getSubcommands().get(asked.toLowerCase(Locale.ROOT));
        if (command != null) {
            out.print(command.getUsageMessage());
        }
        if (Verb.named(asked) != null) {
            out.print((command == null ? "" : "\nAs a line of the protocol:\n") + Help.of(asked));
        } else if (command == null) {
            throw unknown(asked, parent);
        }
        return ExitCode.OK;
    }

    private static CommandException unknown(String asked, CommandLine parent) {
        List<String> names = Stream.of(
                        parent.getSubcommands().keySet().stream(),
                        ServerPrograms.ALL.keySet().stream(),
                        Stream.of(Verb.values())
                                .filter(verb -> verb.role() != Verb.Role.NODE && verb.supported())
                                .map(Verb::name))
                .flatMap(some -> some)
                .toList();
        return new CommandException(
                ExitCode.USAGE,
                "there is no command or verb '" + asked + "'" + UsageProblem.meant(asked, names)
                        + " (kv help lists them all)");
    }
}
