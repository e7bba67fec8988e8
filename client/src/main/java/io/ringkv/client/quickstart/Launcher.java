package io.ringkv.client.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    private static final String NODE_MAIN = "io.ringkv.node.server.NodeCommand";

    private final Path dir;

    Launcher(Path dir) {
        this.dir = dir;
    }

    Path log(String name) {
        return dir.resolve(name).resolve("log");
    }

    ServerProcess coordinator(int port, int replicas) throws IOException {
        return start(
                "coordinator",
                port,
                COORDINATOR_MAIN,
                List.of("--replicas", Integer.toString(replicas), "--form-after", "60s"));
    }

    ServerProcess node(String name, int port, int coordinatorPort) throws IOException {
        return start(
                name,
                port,
                NODE_MAIN,
                List.of("--id", name, "--coordinator", ServerProcess.HOST + ":" + coordinatorPort));
    }

    private ServerProcess start(String name, int port, String main, List<String> more)
            throws IOException {
        Path home = Files.createDirectories(dir.resolve(name)).toAbsolutePath();
        List<String> command = new ArrayList<>(detached());
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        if (main.equals(COORDINATOR_MAIN)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path", ""))));
        command.addAll(List.of(main, "--port", Integer.toString(port)));
        command.addAll(List.of("--data-dir", home.resolve("data").toString()));
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
