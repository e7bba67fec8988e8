package io.ringkv.simulation.history;

import picocli.CommandLine;

/** A command whose wrong words are answered with one line, which names the command, and where to read on. */
public final class UsageLine {
    private UsageLine() {}

    public static CommandLine of(Object command) {
        CommandLine line = new CommandLine(command);
        line.setParameterExceptionHandler((wrong, args) -> {
            line.getErr().println(line.getCommandName() + ": " + wrong.getMessage());
            line.getErr().println("See: " + line.getCommandName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        return line;
    }
}
