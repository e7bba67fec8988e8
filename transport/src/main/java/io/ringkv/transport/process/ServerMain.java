package io.ringkv.transport.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life of a server process: options, start, and the three ways to end: stopped by a signal (0), a start that failed
 * or a failure on the way (1), wrong usage (2). After a failure nothing is tidied up: what is in memory is not trusted.
 */
public final class ServerMain {
    public static final int FAILED = 1;
    public static final int USAGE = 2;

    private static final long STOP_MILLIS_MAX = 9_000;

    private final String name;
    private final AtomicBoolean ending = new AtomicBoolean();

    private ServerMain(String name) {
        this.name = name;
    }

    /** Returns only when the process runs. */
    public static void run(ServerCommand command, String[] args) {
        CommandLine line = new CommandLine(command);
        new ServerMain(line.getCommandName()).begin(line, command, args);
    }

    /** All that is wrong with these words; nothing is started. */
    public static List<String> problems(
            ServerCommand command, Map<String, String> environment, String... args) {
        Problems problems = new Problems();
        if (parse(new CommandLine(command), args, environment, problems) != null) {
            command.check(problems);
        }
        return problems.all();
    }

    private void begin(CommandLine line, ServerCommand command, String[] args) {
        Problems problems = new Problems();
        ParseResult parsed = parse(line, args, System.getenv(), problems);
        if (parsed != null && line.isUsageHelpRequested()) {
            line.usage(System.out);
            System.exit(0);
        }
        if (parsed != null && line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
            System.exit(0);
        }
        if (parsed != null) {
            command.check(problems);
        }
        if (!problems.none()) {
            problems.all().forEach(problem -> System.err.println(name + ": " + problem));
            System.err.println("See " + name + " --help");
            System.exit(USAGE);
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failed(failure));
        try {
            ServerCommand.Running running = command.start(this::failed);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
            System.out.println(running.ready());
            System.out.flush();
        } catch (Exception | LinkageError failure) {
            ending.set(true);
            die("cannot start: " + reason(failure), unexpected(failure));
        }
    }

    /** All errors of the line, into the problems; null when there are any. */
    static @Nullable ParseResult parse(
            CommandLine line, String[] args, Map<String, String> environment, Problems problems) {
        line.getCommandSpec().parser().collectErrors(true);
        LayeredDefaults defaults =
                LayeredDefaults.read(line.getCommandSpec(), args, environment, problems);
        if (defaults != null) {
            line.setDefaultValueProvider(defaults);
        }
        try {
            ParseResult parsed = line.parseArgs(args);
            parsed.errors().stream()
                    .flatMap(error -> problems(error, args).stream())
                    .distinct()
                    .forEach(problems::add);
            return defaults == null ? null : parsed;
        } catch (PicocliException e) {
            problems(e, args).forEach(problems::add);
            return null;
        }
    }

    private static List<String> problems(Exception error, String... args) {
        return error instanceof ParameterException wrong
                ? UsageProblem.all(wrong, args)
                : List.of(String.valueOf(error.getMessage()));
    }

    private void stop(ServerCommand.Running running) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        Thread late = new Thread(
                () -> {
                    try {
                        Thread.sleep(STOP_MILLIS_MAX);
                    } catch (InterruptedException e) {
                        return;
                    }
                    die("did not stop in time; the next start treats this as a crash", null);
                },
                "late");
        late.setDaemon(true);
        late.start();
        try {
            running.stop();
        } catch (RuntimeException failure) {
            die("stopped with an error: " + reason(failure), failure);
        }
        Runtime.getRuntime().halt(0);
    }

    /** The process must not go on with what it holds. */
    private void failed(Throwable failure) {
        if (ending.compareAndSet(false, true)) {
            die(reason(failure), unexpected(failure));
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** What has no message made for people is logged with where it came from. */
    private static @Nullable Throwable unexpected(Throwable failure) {
        boolean ofABug = failure.getCause() instanceof Error;
        return !ofABug && (failure instanceof Explained || failure instanceof java.io.IOException)
                ? null
                : failure;
    }

    private void die(String why, @Nullable Throwable trace) {
        System.err.println(name + ": " + why);
        if (trace != null) {
            Logger log = LoggerFactory.getLogger(ServerMain.class);
            log.error("{} ends", name, trace);
        }
        System.err.flush();
        Runtime.getRuntime().halt(FAILED);
    }

    /** A failure whose message says all that an operator needs. */
    public static final class Explained extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Explained(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
