package io.ringkv.client.command;

import io.ringkv.client.quickstart.LocalStatus;
import io.ringkv.client.quickstart.Quickstart;
import io.ringkv.transport.process.FileProblem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code kv quickstart}: a cluster on this machine, without questions. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = "Starts a cluster on this machine, and shows a write that survives a node.",
        footer = {
            "",
            "Without a word: start, then demo. start: only the servers, in the background.",
            "demo: write, kill a node, read, write, restart it. status: as kv status does, with --output too.",
            "stop: ends what start began; the data stays. clean: removes the data, once it is stopped."
        })
final class QuickstartCommand implements Callable<Integer> {
    enum Action {
        start,
        demo,
        stop,
        status,
        clean
    }

    @ParentCommand
    private @Nullable Kv kv;

    @Parameters(
            arity = "0..1",
            paramLabel = "start|demo|stop|status|clean",
            description = "What to do (default: start, then demo).")
    private @Nullable Action action;

    @Option(names = "--nodes", paramLabel = "N", description = "Storage nodes (default: 3).")
    private @Nullable Integer nodes;

    @Option(
            names = "--coordinators",
            paramLabel = "N",
            description = "Coordinators (default: 1); three go on when one is lost.")
    private @Nullable Integer coordinators;

    @Option(
            names = "--servers",
            paramLabel = "N",
            description = "Instead of both: processes, each with a coordinator and a node.")
    private @Nullable Integer servers;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description =
                    "Of the first coordinator or server; all others follow; taken ones are skipped (default: 5000).")
    private @Nullable Integer basePort;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Data, logs and process ids (default: ./ringkv-data).")
    private Path dir = Path.of("ringkv-data");

    @Option(
            names = "--yes",
            description = "With clean: removes without asking, as it does in a script.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        try {
            return act();
        } catch (FileSystemException e) {
            // Of a directory that cannot be made it says that there is none.
            String why = e instanceof NoSuchFileException
                    ? "the file system refuses it"
                    : FileProblem.why(e);
            throw new CommandException(
                    ExitCode.USAGE,
                    "cannot keep the cluster's files in " + dir + ": " + why + " (" + e.getFile()
                            + "); give another directory with --dir");
        }
    }

    private int act() throws IOException {
        Bounds.number("--nodes", wanted(), 1, Quickstart.NODES_MAX);
        Bounds.number("--coordinators", wantedCoordinators(), 1, Quickstart.COORDINATORS_MAX);
        Bounds.number("--servers", servers == null ? 3 : servers, 1, Quickstart.COORDINATORS_MAX);
        Bounds.number("--base-port", firstPort(), 1, 65_000);
        Bounds.text("--dir", dir.toString(), "(?s).+", "a directory, such as ./ringkv-data");
        refuseIdle();
        if (Files.exists(dir) && !Files.isDirectory(dir)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--dir=" + dir + " is a file; give a directory, which start makes if need be");
        }
        Kv own = Objects.requireNonNull(kv);
        Streams streams = own.streams();
        Quickstart quickstart = new Quickstart(dir, streams.out());
        Action given = action;
        if (given == null) {
            int started = start(quickstart);
            return started == 0 ? quickstart.demo() : started;
        }
        return switch (given) {
            case start -> start(quickstart);
            case demo -> quickstart.demo();
            case stop -> quickstart.stop();
            case status -> status(quickstart, own);
            case clean -> clean(quickstart, streams);
        };
    }

    /** What would be passed over, because another action takes it. */
    private void refuseIdle() {
        boolean starts = action == null || action == Action.start;
        if (nodes != null && !starts) {
            throw idle("--nodes", "start");
        }
        if (coordinators != null && !starts) {
            throw idle("--coordinators", "start");
        }
        if (servers != null && !starts) {
            throw idle("--servers", "start");
        }
        if (servers != null && (nodes != null || coordinators != null)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--servers goes without --nodes and --coordinators, since each server is both;"
                            + " leave one of them out");
        }
        if (basePort != null && !starts) {
            throw idle("--base-port", "start");
        }
        if (yes && action != Action.clean) {
            throw idle("--yes", "clean");
        }
    }

    private CommandException idle(String option, String owner) {
        return new CommandException(
                ExitCode.USAGE,
                option + " goes with " + owner + ", and does nothing "
                        + (action == null ? "without it" : "for " + action)
                        + "; leave one of the two out");
    }

    private int firstPort() {
        Integer given = basePort;
        return given == null ? 5000 : given;
    }

    private int wanted() {
        Integer given = nodes;
        return given == null ? 3 : given;
    }

    private int wantedCoordinators() {
        Integer given = coordinators;
        return given == null ? 1 : given;
    }

    private int start(Quickstart quickstart) throws IOException {
        Integer both = servers;
        Quickstart.Counts there = quickstart.counts();
        int before = there.servers();
        if (both != null && there.nodes() > 0 && before != both) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the cluster in " + dir + " has "
                            + (before == 1 ? "one server" : before + " servers")
                            + " with both roles, and --servers is for a new one; leave it out, or"
                            + " give a new cluster its own --dir");
        }
        if (both != null) {
            return quickstart.start(both, firstPort());
        }
        int coordinate = there.coordinators();
        if (coordinators != null && coordinate > 0 && coordinate != wantedCoordinators()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the cluster in " + dir + " has "
                            + (coordinate == 1 ? "one coordinator" : coordinate + " coordinators")
                            + ", and --coordinators is for a new one; leave it out, or give a new"
                            + " cluster its own --dir");
        }
        int store = there.nodes();
        if (nodes != null && store > 0 && store != wanted()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the cluster in " + dir + " has " + (store == 1 ? "one node" : store + " nodes")
                            + ", and --nodes is for a new one; leave it out, or give a new"
                            + " cluster its own --dir");
        }
        return quickstart.start(wantedCoordinators(), wanted(), firstPort());
    }

    private static int status(Quickstart quickstart, Kv own) throws IOException {
        LocalStatus status = quickstart.status();
        new LocalStatusWriter(own.streams().out()).write(status, own.output(OutputFormat.table));
        return status.health().exitCode();
    }

    private int clean(Quickstart quickstart, Streams streams) throws IOException {
        if (quickstart.started() && !quickstart.runs()) {
            new Confirmation(Person.at(streams))
                    .demand(
                            yes || !streams.terminal(),
                            "clean removes all data of the cluster in " + dir.toAbsolutePath(),
                            "nothing was removed");
        }
        return quickstart.clean();
    }
}
