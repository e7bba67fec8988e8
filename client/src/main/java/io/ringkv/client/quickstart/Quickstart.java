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
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts, shows, stops and removes a cluster of coordinators and nodes on this machine. It asks nothing; each
 * action ends with an exit code, and may be repeated.
 */
public final class Quickstart {
    public static final int NODES_MAX = 50;
    public static final int COORDINATORS_MAX = 7;
    static final String COORDINATOR = "coordinator";
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

    /** How many nodes were started here; 0 before the first. */
    public int nodes() throws IOException {
        return (int) servers().stream().filter(ServerProcess::isNode).count();
    }

    /** How many coordinators were started here; 0 before the first. */
    public int coordinators() throws IOException {
        return coordinatorsOf(servers()).size();
    }

    private static List<ServerProcess> coordinatorsOf(List<ServerProcess> all) {
        return all.stream().filter(ServerProcess::coordinates).toList();
    }

    private static List<ServerProcess> nodesOf(List<ServerProcess> all) {
        return all.stream().filter(ServerProcess::isNode).toList();
    }

    /** How many processes with both roles were started here; 0 before the first. */
    public int bothRoles() throws IOException {
        return (int) servers().stream().filter(ServerProcess::hasBothRoles).count();
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
        List<ServerProcess> known = servers();
        if (!known.isEmpty() && known.stream().allMatch(ServerProcess::runs)) {
            say("the cluster in " + dir + " already runs; stop it with: "
                    + typed.quickstart("stop"));
            return 0;
        }
        boolean neverFormed = !known.isEmpty()
                && nodesOf(known).isEmpty()
                && known.stream().noneMatch(ServerProcess::runs);
        if (neverFormed) {
            for (ServerProcess coordinator : known) {
                launcher.forget(coordinator.name());
            }
        }
        if (known.isEmpty() || neverFormed) {
            first.start();
        } else {
            restart(known);
        }
        return awaitHealth() ? 0 : FAILED;
    }

    private void startNew(int coordinators, int nodes, int basePort) throws IOException {
        say("starting " + (coordinators == 1 ? "a coordinator" : coordinators + " coordinators")
                + " and " + (nodes == 1 ? "one node" : nodes + " nodes") + ", files in "
                + dir.toAbsolutePath());
        new FirstStart(launcher, this::say, basePort).run(coordinators, nodes);
        List<ServerProcess> all = servers();
        List<Integer> ports =
                coordinatorsOf(all).stream().map(ServerProcess::port).toList();
        say((ports.size() == 1
                        ? "the coordinator has port " + ports.get(0)
                        : "the coordinators have " + ports)
                + ", the nodes have "
                + nodesOf(all).stream().map(ServerProcess::port).toList());
    }

    private void startNew(int servers, int basePort) throws IOException {
        say("starting " + (servers == 1 ? "one server" : servers + " servers")
                + ", each with a coordinator and a node, files in " + dir.toAbsolutePath());
        new FirstStart(launcher, this::say, basePort).run(servers);
        say("they have " + servers().stream().map(ServerProcess::port).toList());
    }

    private void restart(List<ServerProcess> known) throws IOException {
        say("starting the cluster in " + dir + " again");
        int replicas = Math.min(3, nodesOf(known).size());
        Map<String, Integer> coordinators = new TreeMap<>();
        coordinatorsOf(known).forEach(one -> coordinators.put(one.name(), one.port()));
        String[] rebuild = {};
        if (coordinatorsLostTheirData(known)) {
            String gone = coordinators.size() == 1
                    ? "the coordinator's data is gone from " + launcher.data(COORDINATOR)
                            + "; it is started"
                    : "the data of all coordinators is gone; they are started";
            say(gone + " with --rebuild, and go" + (coordinators.size() == 1 ? "es" : "")
                    + " on from what the nodes carry");
            rebuild = new String[] {"--rebuild"};
        }
        for (ServerProcess server : known) {
            if (server.runs()) {
                continue;
            }
            if (server.isNode()) {
                launcher.again(server, known);
            } else {
                launcher.coordinator(server.name(), coordinators, replicas, rebuild);
            }
        }
    }

    /**
     * Empty ones beside nodes with data would begin another cluster, which theirs is not. As long as one of several has
     * its data, it takes the others in again.
     */
    private boolean coordinatorsLostTheirData(List<ServerProcess> known) throws IOException {
        if (known.stream().anyMatch(ServerProcess::hasBothRoles)) {
            return false;
        }
        boolean nodesHaveData = false;
        for (ServerProcess node : nodesOf(known)) {
            nodesHaveData |= !Trees.isEmptyOrGone(launcher.data(node.name()));
        }
        for (ServerProcess coordinator : coordinatorsOf(known)) {
            if (coordinator.runs() || !Trees.isEmptyOrGone(launcher.data(coordinator.name()))) {
                return false;
            }
        }
        return nodesHaveData;
    }

    /** Until every server is a healthy member; false, with the reason said, when one ended or time is up. */
    private boolean awaitHealth() throws IOException {
        List<ServerProcess> all = servers();
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
                        && status.longField("nodes", 0) == nodesOf(all).size()) {
                    say("the cluster is healthy: " + nodesOf(all).size() + " nodes");
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
        List<ServerProcess> all = servers();
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
        return new StatusInquiry(dir, typed).of(servers());
    }

    /** Nodes first, so that they can say goodbye. */
    public int stop() throws IOException {
        return alone(this::stopAlone);
    }

    private int stopAlone() throws IOException {
        List<ServerProcess> running =
                new ArrayList<>(servers().stream().filter(ServerProcess::runs).toList());
        running.sort(Comparator.comparing(server -> !server.isNode()));
        for (ServerProcess server : running) {
            server.handle().ifPresent(process -> stop(server, process));
        }
        say(running.isEmpty() ? "nothing runs in " + dir : "stopped; the data stays in " + dir);
        return 0;
    }

    private void stop(ServerProcess server, ProcessHandle process) {
        process.destroy();
        if (!Local.await(() -> !process.isAlive(), STOP_MILLIS_MAX)) {
            say(server.name() + " does not stop by itself; it is killed");
            process.destroyForcibly();
            Local.await(() -> !process.isAlive(), STOP_MILLIS_MAX);
        }
    }

    /** Whether there is anything to clean. */
    public boolean started() throws IOException {
        return !servers().isEmpty() || Files.exists(dir.resolve(OneAtATime.FILE));
    }

    /** Whether any of it runs. */
    public boolean runs() throws IOException {
        return servers().stream().anyMatch(ServerProcess::runs);
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
        List<ServerProcess> all = servers();
        if (runs()) {
            say("the cluster in " + dir + " runs; stop it first: " + typed.quickstart("stop"));
            return FAILED;
        }
        for (ServerProcess server : all) {
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

    /**
     * The coordinators first, then the nodes, by number; empty when none was started here. One whose whole directory was
     * removed is still one of them: ports are handed out in ascending order.
     */
    private List<ServerProcess> servers() throws IOException {
        List<ServerProcess> both = upTo("s", highest("s"));
        if (!both.isEmpty()) {
            return withPorts(both, both.get(both.size() - 1).port() - both.size());
        }
        List<ServerProcess> nodes = upTo("n", highest("n"));
        List<ServerProcess> all = new ArrayList<>(coordinatorsFound());
        if (all.isEmpty() && nodes.isEmpty()) {
            return List.of();
        }
        if (all.isEmpty()) {
            all.add(ServerProcess.lost(COORDINATOR, portBefore(nodes)));
        }
        all.addAll(withPorts(nodes, all.get(all.size() - 1).port()));
        return all;
    }

    private static List<ServerProcess> withPorts(List<ServerProcess> some, int before) {
        List<ServerProcess> all = new ArrayList<>();
        int port = before;
        for (ServerProcess one : some) {
            boolean lost = one.port() == 0;
            port = lost ? port + 1 : one.port();
            all.add(lost ? ServerProcess.lost(one.name(), port) : one);
        }
        return all;
    }

    private List<ServerProcess> coordinatorsFound() throws IOException {
        ServerProcess only = ServerProcess.read(dir, COORDINATOR);
        if (only != null) {
            return List.of(only);
        }
        int highest = COORDINATORS_MAX;
        while (highest > 0 && ServerProcess.read(dir, "c" + highest) == null) {
            highest--;
        }
        List<ServerProcess> found = new ArrayList<>();
        for (int number = highest; number >= 1; number--) {
            ServerProcess one = ServerProcess.read(dir, "c" + number);
            int behind = found.isEmpty() ? 0 : found.get(0).port() - 1;
            found.add(0, one == null ? ServerProcess.lost("c" + number, behind) : one);
        }
        return found;
    }

    private int highest(String letter) throws IOException {
        int number = NODES_MAX;
        while (number > 0 && ServerProcess.read(dir, letter + number) == null) {
            number--;
        }
        return number;
    }

    /** One that left no record has port 0. */
    private List<ServerProcess> upTo(String letter, int highest) throws IOException {
        List<ServerProcess> nodes = new ArrayList<>();
        for (int number = 1; number <= highest; number++) {
            ServerProcess node = ServerProcess.read(dir, letter + number);
            nodes.add(node == null ? ServerProcess.lost(letter + number, 0) : node);
        }
        return nodes;
    }

    private static int portBefore(List<ServerProcess> nodes) {
        int known = 0;
        while (nodes.get(known).port() == 0) {
            known++;
        }
        return nodes.get(known).port() - known - 1;
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
