package io.ringkv.client.command;

import io.ringkv.client.core.Durations;
import io.ringkv.client.core.HostAndPort;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** The {@code kv} command: its options, its subcommands, and what it does without one. */
@Command(
        name = "kv",
        description = "Stores, reads and inspects keys of a RingKV cluster.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            PutCommand.class,
            GetCommand.class,
            DeleteCommand.class,
            ExistsCommand.class,
            StatusCommand.class,
            StatsCommand.class,
            NodesCommand.class,
            RingCommand.class,
            ExplainCommand.class,
            ShellCommand.class,
            QuickstartCommand.class,
        },
        footer = {
            "",
            "Servers, each with --help of its own:",
            "  coordinator  Keeps the members and decides who serves what.",
            "  node         Stores data and serves it.",
            "  sim          Runs the cluster in the simulator, from a seed.",
            "",
            "Without a command: the shell on a terminal; else lines from stdin, one request each.",
            "Exit codes: 0 ok; 1 not found, or the condition did not hold; 2 usage; 3 cannot connect;",
            "  4 rejected; 5 outcome unknown; 6 not allowed; 7 busy; 8 level not reachable;",
            "  130 interrupted."
        })
public final class Kv implements Callable<Integer> {
    private static final String SERVER_DEFAULT = "127.0.0.1:5000";

    private final Streams streams;

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT[,...]",
            description = "Coordinators or nodes; else $KV_SERVER, else " + SERVER_DEFAULT + ".")
    private @Nullable String server;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long to try: 500ms, 5s, 1m (default: 5s).")
    private String timeout = "5s";

    @Option(
            names = "--command",
            paramLabel = "LINE",
            description = "Sends one line of the protocol: kv --command \"PUT k v\".")
    private @Nullable String line;

    @Option(
            names = "--on-error",
            paramLabel = "stop|continue",
            defaultValue = "continue",
            description = "With lines from stdin, what to do after one that failed.")
    private String onError = "continue";

    Kv(Streams streams) {
        this.streams = streams;
    }

    public static void main(String[] args) {
        int exitCode = run(Streams.ofProcess(), args);
        System.exit(exitCode);
    }

    /** Runs one command; the result is what to exit with. */
    public static int run(Streams streams, String... args) {
        int exitCode = commandLine(streams).execute(args);
        if (streams.out().checkError() && exitCode == ExitCode.OK) {
            streams.err().print("kv: the output could not be written whole; is the disk full?\n");
            streams.err().flush();
            return ExitCode.USAGE;
        }
        return exitCode;
    }

    private static CommandLine commandLine(Streams streams) {
        CommandLine command = new CommandLine(new Kv(streams));
        command.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        // @FILE is a value to put, not a file of arguments.
        command.setExpandAtFiles(false);
        command.setParameterExceptionHandler((wrong, given) -> {
            String text = String.valueOf(wrong.getMessage());
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            streams.err().print("kv: " + text.substring(0, Math.min(300, text.length())) + "\n");
            streams.err().print("See: " + name + " --help\n");
            streams.err().flush();
            return ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, line, result) -> {
            streams.out().flush();
            streams.err().print("kv: " + failure.getMessage() + "\n");
            streams.err().flush();
            return ExitCode.of(failure);
        });
        return command;
    }

    @Override
    public Integer call() {
        String one = line;
        if (one != null) {
            try (Cluster cluster = connect()) {
                byte[] bytes = (one + "\n").getBytes(StandardCharsets.UTF_8);
                return new LineRunner(cluster, streams).run(bytes);
            }
        }
        if (streams.terminal()) {
            return ShellCommand.interactive(this);
        }
        try (Cluster cluster = connect()) {
            return new LineRunner(cluster, streams).runAll(streams.in(), onError.equals("stop"));
        }
    }

    Streams streams() {
        return streams;
    }

    Cluster connect() {
        long nanos = Durations.nanos(timeout);
        if (nanos <= 0) {
            throw new CommandException(
                    ExitCode.USAGE, "--timeout needs a number with a unit, such as 5s: " + timeout);
        }
        return new Cluster(servers(), Duration.ofNanos(nanos));
    }

    List<HostAndPort> servers() {
        String given = server;
        String text =
                given == null ? streams.env().getOrDefault("KV_SERVER", SERVER_DEFAULT) : given;
        try {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(HostAndPort::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    (given == null ? "KV_SERVER: " : "--server: ") + e.getMessage());
        }
    }
}
