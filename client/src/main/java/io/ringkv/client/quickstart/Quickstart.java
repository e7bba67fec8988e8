package io.ringkv.client.quickstart;

import io.ringkv.client.Health;
import io.ringkv.protocol.Reply;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Starts, shows, stops and removes a cluster of coordinators and nodes on this machine. It asks nothing; each
 * action ends with an exit code, and may be repeated.
 */
public final class Quickstart {
    public static final int NODES_MAX = 50;
    public static final int COORDINATORS_MAX = 7;
    private static final int FAILED = 1;
    private static final int LOG_LINES = 20;
    private static final long START_MILLIS_MAX = 90_000;
    private static final long STOP_MILLIS_MAX = 15_000;

    private final Path dir;
    private final PrintStream out;
    private final Launcher launcher;
    private final Typed typed;

    public Quickstart(Path dir, PrintStream out) {
        this.dir = dir;
        this.out = out;
        this.launcher = new Launcher(dir);
        this.typed = Typed.here(dir);
    }

    /**
     * How many were started here; all 0 before the first.
     *
     * @param servers with both roles, each of which is a coordinator and a node, too
     */
    public record Counts(int coordinators, int nodes, int servers) {}

    public Counts counts() throws IOException {
        StartedServers known = servers();
        return new Counts(
                known.coordinators().size(),
                known.nodes().size(),
                known.withBothRoles().size());
    }

    /** Starts what does not run yet, and waits until the cluster is healthy. */
    public int start(int coordinators, int nodes, int basePort) throws IOException {
        try (OneAtATime turn = OneAtATime.in(dir, this::say)) {
            return startAlone(() -> startNew(coordinators, nodes, basePort));
        }
    }

    /** As {@link #start(int, int, int)}, of processes with both roles. */
    public int start(int servers, int basePort) throws IOException {
        try (OneAtATime turn = OneAtATime.in(dir, this::say)) {
            return startAlone(() -> startNew(servers, basePort));
        }
    }

    /** Starts a cluster that was not there before. */
    @FunctionalInterface
    private interface First {
        void start() throws IOException;
    }

    private int startAlone(First first) throws IOException {
        StartedServers known = servers();
        if (known.allRun()) {
            say("the cluster in " + dir + " already runs; stop it with: "
                    + typed.quickstart("stop"));
            return 0;
        }
        boolean neverFormed = known.nodes().isEmpty() && !known.anyRuns();
        if (neverFormed) {
            for (ServerProcess coordinator : known.all()) {
                launcher.forget(coordinator.name());
            }
        }
        if (neverFormed) {
            first.start();
        } else {
            say("starting the cluster in " + dir + " again");
            new NextStart(launcher, this::say).run(known);
        }
        return awaitHealth() ? 0 : FAILED;
    }

    private void startNew(int coordinators, int nodes, int basePort) throws IOException {
        say("starting " + (coordinators == 1 ? "a coordinator" : coordinators + " coordinators")
                + " and " + (nodes == 1 ? "one node" : nodes + " nodes") + ", files in "
                + dir.toAbsolutePath());
        new FirstStart(launcher, this::say, basePort).run(coordinators, nodes);
        StartedServers all = servers();
        List<Integer> ports = StartedServers.ports(all.coordinators());
        say((ports.size() == 1
                        ? "the coordinator has port " + ports.get(0)
                        : "the coordinators have " + ports)
                + ", the nodes have "
                + StartedServers.ports(all.nodes()));
    }

    private void startNew(int servers, int basePort) throws IOException {
        say("starting " + (servers == 1 ? "one server" : servers + " servers")
                + ", each with a coordinator and a node, files in " + dir.toAbsolutePath());
        new FirstStart(launcher, this::say, basePort).run(servers);
        say("they have " + StartedServers.ports(servers().all()));
    }

    /** Until every server is a healthy member; false, with the reason said, when one ended or time is up. */
    private boolean awaitHealth() throws IOException {
        StartedServers known = servers();
        List<ServerProcess> all = known.all();
        int nodes = known.nodes().size();
        long deadline = System.currentTimeMillis() + START_MILLIS_MAX;
        try (Local local = Local.of(all)) {
            while (System.currentTimeMillis() < deadline) {
                for (ServerProcess server : all) {
                    if (!server.runs()) {
                        return explain(server.name() + " has ended", server);
                    }
                }
                // A node's word may be of a time that is over.
                Reply status = local.status(all.get(0));
                if (status != null
                        && Health.of(status) == Health.HEALTHY
                        && status.longField("nodes", 0) == nodes) {
                    say("the cluster is healthy: " + nodes + " nodes");
                    return true;
                }
                Local.pause();
            }
        }
        return explain("the cluster did not become healthy in time", all.get(0));
    }

    private boolean explain(String what, ServerProcess server) throws IOException {
        Path log = launcher.log(server.name());
        say(what + "; the end of " + log + ":");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                .forEach(line -> say("  " + line));
        return false;
    }

    /** Write, kill a node, read, write, start it again, read. */
    public int demo() throws IOException {
        List<ServerProcess> all = servers().all();
        List<String> stopped = all.stream()
                .filter(server -> !server.runs())
                .map(ServerProcess::name)
                .toList();
        if (stopped.size() == all.size()) {
            say("the cluster in " + dir + " does not run; start it with: "
                    + typed.quickstart("start"));
            return FAILED;
        }
        if (!stopped.isEmpty()) {
            say("not all of the cluster in " + dir + " runs: " + String.join(", ", stopped)
                    + (stopped.size() == 1 ? " is" : " are")
                    + " stopped; bring the rest back with: " + typed.quickstart("start"));
            return FAILED;
        }
        try (Local local = Local.of(all)) {
            new Demonstration(local, launcher, all, this::say).run();
        }
        return awaitHealth() ? whatNext(all) : FAILED;
    }

    private int whatNext(List<ServerProcess> all) {
        int coordinator = all.get(0).port();
        int node = all.get(all.size() - 1).port();
        String server = coordinator == 5000 ? "" : " --server 127.0.0.1:" + coordinator;
        say("");
        say("Try next:");
        say("  " + typed.kv("put greeting hello" + server));
        say("  " + typed.kv("get greeting" + server));
        say("  " + typed.kv("explain greeting" + server));
        say("  " + typed.kv("status" + server));
        say("  printf 'PUT k v\\nGET k\\n' | nc -N 127.0.0.1 " + node);
        say("  telnet 127.0.0.1 " + node + "      then type: GET greeting");
        say("  " + typed.quickstart("stop") + "      and later: " + typed.quickstart("clean"));
        return 0;
    }

    public LocalStatus status() throws IOException {
        return new StatusInquiry(dir, typed).of(servers().all());
    }

    /** Nodes first, so that they can say goodbye. */
    public int stop() throws IOException {
        return alone(this::stopAlone);
    }

    private int stopAlone() throws IOException {
        List<ServerProcess> running = new ArrayList<>(
                servers().all().stream().filter(ServerProcess::runs).toList());
        running.sort(Comparator.comparing(server -> !server.isNode()));
        for (ServerProcess server : running) {
            server.handle().ifPresent(process -> stop(server, process));
        }
        say(running.isEmpty() ? "nothing runs in " + dir : "stopped; the data stays in " + dir);
        return 0;
    }

    private void stop(ServerProcess server, ProcessHandle process) {
        process.destroy();
        if (!Local.await(() -> !server.runs(), STOP_MILLIS_MAX)) {
            say(server.name() + " does not stop by itself; it is killed");
            process.destroyForcibly();
            Local.await(() -> !server.runs(), STOP_MILLIS_MAX);
        }
    }

    /** Whether there is anything to clean. */
    public boolean started() throws IOException {
        return !servers().all().isEmpty() || Files.exists(dir.resolve(OneAtATime.FILE));
    }

    /** Whether any of it runs. */
    public boolean runs() throws IOException {
        return servers().anyRuns();
    }

    public int clean() throws IOException {
        if (!started()) {
            say("there is nothing to clean: no cluster was started in " + dir);
            return 0;
        }
        int cleaned = alone(this::cleanAlone);
        if (cleaned == 0) {
            deleteIfEmpty();
            say("removed the cluster's files in " + dir);
        }
        return cleaned;
    }

    private int cleanAlone() throws IOException {
        StartedServers all = servers();
        if (all.anyRuns()) {
            say("the cluster in " + dir + " runs; stop it first: " + typed.quickstart("stop"));
            return FAILED;
        }
        for (ServerProcess server : all.all()) {
            Trees.delete(dir.resolve(server.name()));
        }
        Files.deleteIfExists(dir.resolve(OneAtATime.FILE));
        return 0;
    }

    private void deleteIfEmpty() throws IOException {
        if (Files.isDirectory(dir) && Trees.isEmptyOrGone(dir)) {
            Files.delete(dir);
        }
    }

    /** What changes a cluster, while nobody else does. */
    @FunctionalInterface
    private interface Change {
        int run() throws IOException;
    }

    /** Where nothing is, nobody has to be waited for, and no directory is made. */
    private int alone(Change change) throws IOException {
        if (!Files.isDirectory(dir)) {
            return change.run();
        }
        try (OneAtATime turn = OneAtATime.in(dir, this::say)) {
            return change.run();
        }
    }

    private StartedServers servers() throws IOException {
        return StartedServers.in(dir);
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
