package io.ringkv.client.command;

import io.ringkv.client.core.Durations;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Verb;
import io.ringkv.transport.process.UsageProblem;
import io.ringkv.transport.process.Version;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
            TopCommand.class,
            GossipCommand.class,
            NodesCommand.class,
            RingCommand.class,
            ExplainCommand.class,
            DoctorCommand.class,
            DrainCommand.class,
            RemoveCommand.class,
            SetReplicasCommand.class,
            RebalanceCommand.class,
            SafeToStopCommand.class,
            CoordinatorsCommand.class,
            RepairCommand.class,
            VerifyCommand.class,
            AcceptLossCommand.class,
            AcknowledgeLossCommand.class,
            SlowlogCommand.class,
            LogLevelCommand.class,
            ShellCommand.class,
            QuickstartCommand.class,
            HelpCommand.class,
            CompletionCommand.class,
        },
        footer = {
            "",
            "Servers and other programs, each with --help of its own:",
            "  server         Is a coordinator and a node in one process.",
            "  coordinator    Keeps the members and decides who serves what.",
            "  node           Stores data and serves it.",
            "  sim            Runs the cluster in the simulator, from a seed.",
            "  check-history  Judges a history of operations: is each key like one variable?",
            "",
            "Without a command: the shell on a terminal; else lines from stdin, one request each.",
            "Exit codes: 0 ok; 1 not found, or the condition did not hold; 2 usage; 3 cannot connect;",
            "  4 rejected; 5 outcome unknown; 6 not allowed; 7 busy; 8 level not reachable;",
            "  9 a check found problems; 130 interrupted."
        })
public final class Kv implements Callable<Integer> {
    private static final String SERVER_DEFAULT = "127.0.0.1:5000";
    private static final String LINE = "--command";

    private final Streams streams;
    private final Setting setting;

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
            names = LINE,
            paramLabel = "LINE",
            description = "Runs one line, as the shell does: kv --command \"PUT k v\".")
    private @Nullable String line;

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "table|json|jsonl|csv|raw",
            description = "How to write what was found; raw is the bare data.")
    private @Nullable OutputFormat output;

    @Option(
            names = "--on-error",
            paramLabel = "stop|continue",
            defaultValue = "continue",
            description = "With lines from stdin, what to do after one that failed.")
    private OnError onError = OnError.CONTINUE;

    private enum OnError {
        STOP,
        CONTINUE
    }

    Kv(Streams streams, Setting setting) {
        this.streams = streams;
        this.setting = setting;
    }

    public static void main(String[] args) {
        int exitCode = run(Streams.ofProcess(), args);
        System.exit(exitCode);
    }

    /** The commands and options that there are, the servers' not among them. */
    public static CommandSpec spec() {
        Streams streams = Streams.ofProcess();
        return commandLine(streams, Setting.alone(streams)).getCommandSpec();
    }

    /** Runs one command; the result is what to exit with. */
    public static int run(Streams streams, String... args) {
        return run(streams, Setting.alone(streams), args);
    }

    /** As one line among others, too. */
    static int run(Streams streams, Setting setting, String... args) {
        int exitCode = execute(streams, setting, args);
        boolean unwritten = streams.out().checkError() && !Output.readerLeft(streams.out());
        if (unwritten && exitCode == ExitCode.OK) {
            streams.err().print("kv: the output could not be written whole; is the disk full?\n");
            streams.err().flush();
            return ExitCode.USAGE;
        }
        return exitCode;
    }

    private static int execute(Streams streams, Setting setting, String... args) {
        try {
            return commandLine(streams, setting, args).execute(args);
        } catch (OutOfMemoryError e) {
            // What was held for the command is let go by now, so there is memory to say so.
            streams.err()
                    .print("kv: the value takes more memory than this command has; whether a write"
                            + " was applied is for kv get to say. Give it more:"
                            + " KV_JAVA_OPTS=-Xmx512m\n");
            streams.err().flush();
            return ExitCode.REJECTED;
        }
    }

    /** What to say behind the refusal of a line whose first word is no verb, but a command. */
    static String insteadOf(String word) {
        boolean command = Verb.named(word) == null
                && Arrays.stream(Kv.class.getAnnotation(Command.class).subcommands())
                        .anyMatch(known ->
                                known.getAnnotation(Command.class).name().equals(word));
        return command ? "; did you mean the command: kv " + word : "";
    }

    static CommandLine commandLine(Streams streams, Setting setting, String... args) {
        Kv kv = new Kv(streams, setting);
        CommandLine command = new CommandLine(kv);
        command.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        // Only a person sees colours; what goes through a pipe or a pager is read by programs.
        boolean coloured =
                streams.terminal() && streams.env().getOrDefault("NO_COLOR", "").isEmpty();
        command.setColorScheme(CommandLine.Help.defaultColorScheme(
                coloured ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        // @FILE is a value to put, not a file of arguments.
        command.setExpandAtFiles(false);
        // A line may have the name of a command; of other options that is a value left out.
        command.setAllowSubcommandsAsOptionParameters(
                Arrays.stream(args).anyMatch(word -> word.startsWith(LINE)));
        command.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            refuseIdle(parsed);
            kv.refuseMalformed(parsed);
            return new CommandLine.RunLast().execute(parsed);
        });
        command.setParameterExceptionHandler((wrong, given) -> {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            kv.say(refusal(wrong, given));
            streams.err().print("See: " + name + " --help\n");
            streams.err().flush();
            return ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, line, result) -> {
            streams.out().flush();
            kv.say(Problem.text(failure));
            return ExitCode.of(failure);
        });
        return command;
    }

    private static String refusal(ParameterException wrong, String... given) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && ServerPrograms.ALL.containsKey(unmatched.getUnmatched().get(0))
                && wrong.getCommandLine().getParent() == null) {
            String program = unmatched.getUnmatched().get(0);
            return "'" + program + "' is another program, and so must be the first word; write: kv "
                    + program + ", and its own options behind it";
        }
        return UsageProblem.text(wrong, given);
    }

    /** Whether or not the command makes use of it: what is written wrongly is meant to say something. */
    private void refuseMalformed(ParseResult parsed) {
        try {
            time();
            if (server != null) {
                servers();
            }
            if (line != null && line.isBlank()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        LINE + " holds no line, so there is nothing to send; write " + LINE
                                + "='PUT k v'");
            }
        } catch (CommandException e) {
            ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
            throw new ParameterException(last.commandSpec().commandLine(), e.getMessage(), e);
        }
    }

    /** What would be passed over, because it goes without a command. */
    private static void refuseIdle(ParseResult parsed) {
        String command =
                parsed.hasSubcommand() ? parsed.subcommand().commandSpec().name() : "";
        for (String alone : List.of(LINE, "--on-error")) {
            // The shell, too, takes lines from stdin.
            boolean taken =
                    command.isEmpty() || command.equals("shell") && alone.equals("--on-error");
            if (!taken && parsed.hasMatchedOption(alone)) {
                throw new ParameterException(
                        parsed.commandSpec().commandLine(),
                        alone + " goes without a command, here " + command
                                + "; leave one of the two out");
            }
        }
        if (parsed.hasMatchedOption(LINE) && parsed.hasMatchedOption("--on-error")) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "--on-error is for lines from stdin, and " + LINE
                            + " gives the one line; leave one of the two out");
        }
    }

    @Override
    public Integer call() {
        String one = line;
        if (one != null) {
            try (Cluster cluster = connect()) {
                byte[] bytes = (one + "\n").getBytes(StandardCharsets.UTF_8);
                return new LineRunner(
                                cluster,
                                streams,
                                output(OutputFormat.table),
                                LineSource.option(this))
                        .run(bytes);
            }
        }
        return linesOrShell();
    }

    /** The shell on a terminal; else what is piped in, line by line. */
    int linesOrShell() {
        if (streams.terminal()) {
            return ShellCommand.interactive(this);
        }
        try (Cluster cluster = connect()) {
            return new LineRunner(
                            cluster, streams, output(OutputFormat.table), LineSource.input(this))
                    .runAll(streams.in(), onError == OnError.STOP);
        }
    }

    OutputFormat output(OutputFormat orElse) {
        OutputFormat given = output;
        return given == null ? orElse : given;
    }

    /** The options that say where and how, as another command line takes them. */
    List<String> common() {
        List<String> all = new ArrayList<>();
        all.add("--timeout=" + timeout);
        if (server != null) {
            all.add("--server=" + server);
        }
        if (output != null) {
            all.add("--output=" + output);
        }
        return all;
    }

    Streams streams() {
        return streams;
    }

    Setting setting() {
        return setting;
    }

    /** What people are told beside the data. */
    void say(String text) {
        streams.err().print("kv: " + setting.place().get() + text + "\n");
        streams.err().flush();
    }

    Cluster connect() {
        return connect(setting.known().get());
    }

    /** @param others who may be asked besides */
    Cluster connect(List<HostAndPort> others) {
        List<HostAndPort> all = new ArrayList<>(servers());
        others.stream().filter(server -> !all.contains(server)).forEach(all::add);
        return new Cluster(all, time());
    }

    private Duration time() {
        long nanos = Durations.nanos(timeout);
        if (nanos <= 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--timeout=" + timeout + " is no time to try for: that is a number above 0"
                            + " with its unit, at most " + Durations.LARGEST
                            + "; write --timeout=5s");
        }
        return Duration.ofNanos(nanos);
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
