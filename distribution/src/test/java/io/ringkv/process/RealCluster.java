package io.ringkv.process;

import io.ringkv.protocol.Reply;

import org.assertj.core.api.Assertions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A coordinator and nodes as real processes on this machine, their data and logs in a directory of their own. */
public final class RealCluster implements AutoCloseable {
    /** A node with an empty disk gets its slots while clients write, to whom moves give way. */
    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(240);

    private final Path dir;
    private final List<RealServer> coordinators = new ArrayList<>();
    private final int logPort = Tool.freePort();
    private final List<Integer> logPorts = new ArrayList<>();
    private final List<RealServer> nodes = new ArrayList<>();

    private final Options options;
    private final Machines machines;

    /** What is added to the commands: variables and words. */
    public record Options(
            Map<String, String> environment, List<String> everywhere, List<String> nodes) {
        public static final Options NONE = new Options(Map.of(), List.of(), List.of());
    }

    /** Where the processes run: its rooms are made before any of them starts, and cleared after the last has ended. */
    public interface Machines extends AutoCloseable {
        Machines THIS_ONE = new Machines() {};

        /** The directory will have the data of each process in one of its name. */
        default void prepare(Path dir, List<String> processes) throws IOException {}

        /** Words in front of the command of a process. */
        default List<String> launcher(String process) {
            return List.of();
        }

        /** Where the process listens, and is reached. */
        default String host(String process) {
            return "127.0.0.1";
        }

        @Override
        default void close() {}
    }

    private RealCluster(
            Path dir, int coordinatorCount, int nodeCount, Options options, Machines machines) {
        this.dir = dir;
        this.options = options;
        this.machines = machines;
        if (coordinatorCount == 1) {
            coordinators.add(coordinator(nodeCount));
        } else {
            addCoordinators(coordinatorCount, nodeCount);
        }
        for (int i = 1; i <= nodeCount; i++) {
            nodes.add(node("n" + i, Tool.freePort(), nodeOptions().toArray(String[]::new)));
        }
    }

    private RealServer coordinator(int nodeCount) {
        int port = Tool.freePort();
        return new RealServer(
                "coordinator",
                machines.host("coordinator"),
                port,
                dir,
                command(
                        "coordinator",
                        List.of(
                                Tool.KV,
                                "coordinator",
                                "--port=" + port,
                                "--host=" + machines.host("coordinator"),
                                "--log-port=" + logPort,
                                "--data-dir=" + dir.resolve("coordinator"),
                                "--replicas=" + Math.min(3, nodeCount),
                                "--form-after=60s"),
                        options.everywhere()));
    }

    private void addCoordinators(int count, int nodeCount) {
        List<Integer> ports = new ArrayList<>();
        List<String> peers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ports.add(Tool.freePort());
            logPorts.add(Tool.freePort());
            peers.add("c" + i + "=" + machines.host("c" + i) + ":" + ports.get(i - 1) + "/"
                    + logPorts.get(i - 1));
        }
        for (int i = 1; i <= count; i++) {
            String id = "c" + i;
            coordinators.add(new RealServer(
                    id,
                    machines.host(id),
                    ports.get(i - 1),
                    dir,
                    command(
                            id,
                            List.of(
                                    Tool.KV,
                                    "coordinator",
                                    "--id=" + id,
                                    "--peers=" + String.join(",", peers),
                                    "--data-dir=" + dir.resolve(id),
                                    "--replicas=" + Math.min(3, nodeCount),
                                    "--form-after=60s"),
                            options.everywhere())));
        }
    }

    private String coordinatorAddresses() {
        return coordinators.stream()
                .map(one -> one.host() + ":" + one.port())
                .collect(Collectors.joining(","));
    }

    /** Started as the cluster's own are; whoever asks for it starts it. */
    RealServer node(String id, int port, String... more) {
        return new RealServer(
                id,
                machines.host(id),
                port,
                dir,
                command(
                        id,
                        List.of(
                                Tool.KV,
                                "node",
                                "--id=" + id,
                                "--port=" + port,
                                "--host=" + machines.host(id),
                                "--data-dir=" + dir.resolve(id),
                                "--coordinator=" + coordinatorAddresses()),
                        Arrays.asList(more)));
    }

    /** One that was removed from the cluster ends, and is none of its own any more. */
    public void dismiss(RealServer node) {
        node.stop(Duration.ofSeconds(60));
        nodes.remove(node);
    }

    /** One more, with an empty directory; it is one of the cluster's own from now on. */
    public RealServer join() {
        RealServer joined = node(
                "n" + (nodes.size() + 1), Tool.freePort(), nodeOptions().toArray(String[]::new));
        nodes.add(joined);
        joined.start();
        return joined;
    }

    private List<String> command(String process, List<String> words, List<String> more) {
        List<String> command = new ArrayList<>(List.of("env"));
        options.environment().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(machines.launcher(process));
        command.addAll(words);
        command.addAll(more);
        return command;
    }

    private List<String> nodeOptions() {
        List<String> all = new ArrayList<>(options.everywhere());
        all.addAll(options.nodes());
        return all;
    }

    /** Returns once it is healthy. */
    static RealCluster start(int nodeCount) throws IOException {
        return start(nodeCount, Options.NONE);
    }

    static RealCluster start(int nodeCount, Options options) throws IOException {
        return start(nodeCount, options, Machines.THIS_ONE);
    }

    /** Several coordinators, which are told of each other. */
    static RealCluster start(int coordinatorCount, int nodeCount) throws IOException {
        return start(coordinatorCount, nodeCount, Options.NONE);
    }

    static RealCluster start(int coordinatorCount, int nodeCount, Options options)
            throws IOException {
        return start(coordinatorCount, nodeCount, options, Machines.THIS_ONE);
    }

    public static RealCluster start(int nodeCount, Options options, Machines machines)
            throws IOException {
        return start(1, nodeCount, options, machines);
    }

    public static RealCluster start(
            int coordinatorCount, int nodeCount, Options options, Machines machines)
            throws IOException {
        Path dir = Files.createTempDirectory("ringkv-cluster");
        RealCluster cluster = new RealCluster(dir, coordinatorCount, nodeCount, options, machines);
        try {
            machines.prepare(dir, cluster.all().stream().map(RealServer::name).toList());
            cluster.startAll();
            cluster.awaitHealthy();
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.killAll();
            machines.close();
            throw e;
        }
    }

    public Path dir() {
        return dir;
    }

    /** The only one, or the first. */
    public RealServer coordinator() {
        return coordinators.get(0);
    }

    public List<RealServer> coordinators() {
        return coordinators;
    }

    /** Of one of several. */
    int logPortOf(RealServer coordinator) {
        return logPorts.get(coordinators.indexOf(coordinator));
    }

    /** Of the metadata log, on the coordinator's own loopback. */
    public int logPort() {
        return logPort;
    }

    public List<RealServer> nodes() {
        return nodes;
    }

    public List<RealServer> all() {
        List<RealServer> all = new ArrayList<>(coordinators);
        all.addAll(nodes);
        return all;
    }

    public List<RealServer> others(RealServer than) {
        return nodes.stream().filter(node -> node != than).toList();
    }

    public void startAll() {
        all().stream().filter(server -> !server.runs()).forEach(RealServer::start);
    }

    public void killAll() {
        List<RealServer> running = all().stream().filter(RealServer::runs).toList();
        running.forEach(server -> server.process().destroyForcibly());
        running.forEach(server -> server.awaitEnd(Duration.ofSeconds(10)));
    }

    public Reply status() throws IOException {
        return status(
                coordinators.stream().filter(RealServer::runs).findFirst().orElse(coordinator()));
    }

    static Reply status(RealServer asked) throws IOException {
        try (Wire wire = asked.wire(Duration.ofSeconds(4))) {
            return wire.ask("STATUS");
        }
    }

    public void awaitHealthy() {
        if (!Await.holdsWithin(HEALTHY_WITHIN, this::isHealthy)) {
            Assertions.fail(
                    "not healthy within " + HEALTHY_WITHIN.toSeconds() + " s: " + lastWords());
        }
    }

    private boolean isHealthy() throws IOException {
        Reply status = status();
        return "HEALTHY".equals(status.field("health"))
                && status.longField("nodes", 0) == nodes.size()
                && everyNodeServes();
    }

    /** A registered node may still be taking its slots over. */
    private boolean everyNodeServes() throws IOException {
        for (RealServer node : nodes) {
            try (Wire wire = node.wire(Duration.ofSeconds(2))) {
                if (wire.ask("GET serves").isError()) {
                    return false;
                }
            }
        }
        return true;
    }

    private String lastWords() {
        StringBuilder words = new StringBuilder();
        for (RealServer server : all()) {
            List<String> lines = server.logged().lines().toList();
            words.append('\n').append(server.name()).append(server.runs() ? "" : " (ended)");
            lines.subList(Math.max(0, lines.size() - 8), lines.size())
                    .forEach(line -> words.append("\n  ").append(line));
        }
        return words.toString();
    }

    /** As the coordinator knows it. */
    public RealServer primaryOf(String key) throws IOException {
        try (Wire wire = coordinator().wire()) {
            String name = wire.ask("GET_NODES_FOR_KEY " + key).items().get(0).word(1);
            return nodes.stream()
                    .filter(node -> node.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** So many keys that this node is the primary of. */
    public List<String> keysOf(RealServer primary, int count) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            if (primaryOf("own:" + i) == primary) {
                keys.add("own:" + i);
            }
        }
        return keys;
    }

    @Override
    public void close() throws IOException {
        killAll();
        machines.close();
        Tool.delete(dir);
    }
}
