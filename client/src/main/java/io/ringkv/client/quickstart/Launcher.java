package io.ringkv.client.quickstart;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Starts server processes that outlive this one: the same Java, the same class path, output into a log. */
final class Launcher {
    private static final String COORDINATOR_MAIN =
            "io.ringkv.coordinator.server.CoordinatorCommand";
    /** Small and bounded; the coordinator is never hot, so that it starts fast counts for more. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError");

    /** Netty's use of it is no news to whoever reads a log. */
    private static final int UNSAFE_WARNS_SINCE = 24;

    private static final String SERVER_MAIN = "io.ringkv.server.BothRolesCommand";
    private static final String NODE_MAIN = "io.ringkv.node.server.NodeCommand";

    /** What servers say when they serve, and when they cannot because of their port. */
    private static final String READY = "ready ";

    /** The second are the metadata log's words when it loses its port after it was found free. */
    private static final List<String> CANNOT_LISTEN =
            List.of("cannot listen on ", "Failed to bind to address");

    private static final long START_MILLIS_MAX = 60_000;

    /** The data directory of a server, in its place. */
    static final String DATA = "data";

    private final Path dir;

    Launcher(Path dir) {
        this.dir = dir;
    }

    Path log(String name) {
        return dir.resolve(name).resolve("log");
    }

    /**
     * One of these coordinators, which are told of each other if they are several.
     *
     * @param all their names and ports
     */
    ServerProcess coordinator(String name, Map<String, Integer> all, int replicas, String... more)
            throws IOException {
        List<String> options = new ArrayList<>(
                List.of("--replicas", Integer.toString(replicas), "--form-after", "60s"));
        if (all.size() > 1) {
            options.addAll(List.of("--id", name, "--peers", peers(all)));
        }
        options.addAll(Arrays.asList(more));
        return start(name, all.getOrDefault(name, 0), COORDINATOR_MAIN, options);
    }

    /**
     * One process with both roles of these.
     *
     * @param all their names and ports
     */
    ServerProcess server(String name, Map<String, Integer> all) throws IOException {
        List<String> options = new ArrayList<>(List.of("--id", name, "--form-after", "60s"));
        if (all.size() > 1) {
            options.addAll(List.of("--peers", peers(all)));
        }
        return start(name, all.getOrDefault(name, 0), SERVER_MAIN, options);
    }

    /** One with a node in it, as it was started before. */
    void again(ServerProcess stopped, List<ServerProcess> all) throws IOException {
        List<ServerProcess> coordinators =
                all.stream().filter(ServerProcess::coordinates).toList();
        if (stopped.hasBothRoles()) {
            Map<String, Integer> ports = new TreeMap<>();
            coordinators.forEach(one -> ports.put(one.name(), one.port()));
            server(stopped.name(), ports);
        } else {
            node(
                    stopped.name(),
                    stopped.port(),
                    coordinators.stream().map(ServerProcess::port).toList());
        }
    }

    private static String peers(Map<String, Integer> all) {
        List<String> peers = new ArrayList<>();
        all.forEach((name, port) -> peers.add(name + "=" + ServerProcess.HOST + ":" + port));
        return String.join(",", peers);
    }

    Path data(String name) {
        return dir.resolve(name).resolve(DATA);
    }

    ServerProcess node(String name, int port, Collection<Integer> coordinatorPorts)
            throws IOException {
        String coordinators = coordinatorPorts.stream()
                .map(coordinator -> ServerProcess.HOST + ":" + coordinator)
                .collect(Collectors.joining(","));
        return start(name, port, NODE_MAIN, List.of("--id", name, "--coordinator", coordinators));
    }

    /** Returns once it has said that it is ready, or has ended. */
    void awaitStarted(ServerProcess server) {
        Local.await(() -> !server.runs() || isReady(server.name()), START_MILLIS_MAX);
    }

    private boolean isReady(String name) {
        return logged(name).lines().anyMatch(line -> line.startsWith(READY));
    }

    /** Whether an ended server could not listen. */
    boolean portWasTaken(String name) {
        String said = logged(name);
        return CANNOT_LISTEN.stream().anyMatch(said::contains);
    }

    private String logged(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what an ended server has left. */
    void forget(String name) throws IOException {
        Trees.delete(dir.resolve(name));
    }

    private ServerProcess start(String name, int port, String main, List<String> more)
            throws IOException {
        Path home = Files.createDirectories(dir.resolve(name)).toAbsolutePath();
        List<String> command = new ArrayList<>(detached());
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (main.equals(COORDINATOR_MAIN)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path", ""))));
        command.addAll(List.of(main, "--port", Integer.toString(port)));
        command.addAll(List.of("--data-dir", home.resolve(DATA).toString()));
        command.addAll(more);
        File log = log(name).toFile();
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectErrorStream(true)
                .start();
        long started = process.info().startInstant().orElseGet(Instant::now).toEpochMilli();
        ServerProcess server = new ServerProcess(name, port, process.pid(), started);
        server.write(dir);
        return server;
    }

    /** The servers run in their own directories. */
    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            boolean all = entry.endsWith("*");
            String plain = all ? entry.substring(0, entry.length() - 1) : entry;
            entries.add(Path.of(plain).toAbsolutePath() + (all ? File.separator + "*" : ""));
        }
        return String.join(File.pathSeparator, entries);
    }

    /** A session of its own, where there is setsid: Ctrl-C here is not theirs. It keeps the process id. */
    private static List<String> detached() {
        Path setsid = Path.of("/usr/bin/setsid");
        return Files.isExecutable(setsid) ? List.of(setsid.toString()) : List.of();
    }

    private static File nothing() {
        boolean windows = File.separatorChar == '\\';
        return new File(windows ? "NUL" : "/dev/null");
    }
}
