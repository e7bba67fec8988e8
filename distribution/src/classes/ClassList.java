import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes down which classes a server and single commands load, by running them: what bin/kv makes its class-data archive
 * from. The build runs it as it is: the directory of the jars, and the file to write.
 */
public final class ClassList {
    private static final long READY_WITHIN_SECONDS = 120;
    private static final long STOPPED_WITHIN_SECONDS = 30;

    private final Path jars;
    private final Path work;
    private final int port;

    private ClassList(Path jars, Path work, int port) {
        this.jars = jars;
        this.work = work;
        this.port = port;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path jars = Path.of(args[0]);
        Path list = Path.of(args[1]);
        if (isNewer(list, jars)) {
            return;
        }
        Path work = Files.createTempDirectory("ringkv-classes");
        try {
            List<String> lines = new ClassList(jars, work, freePort()).lines();
            Files.write(list, lines, StandardCharsets.US_ASCII);
        } finally {
            delete(work);
        }
    }

    private static boolean isNewer(Path list, Path jars) throws IOException {
        if (!Files.exists(list)) {
            return false;
        }
        FileTime written = Files.getLastModifiedTime(list);
        try (Stream<Path> files = Files.list(jars)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(written) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> lines() throws IOException, InterruptedException {
        Path ofServer = work.resolve("server.classes");
        Process server = start(
                ofServer,
                "io.ringkv.server.BothRolesCommand",
                "--port=" + port,
                "--coordinator-port=" + freePort(),
                "--log-port=" + freePort(),
                "--data-dir=" + work.resolve("data"));
        List<String> lines = new ArrayList<>();
        try {
            awaitReady(server);
            for (String command : List.of("put k v", "get k", "nodes", "status")) {
                Path ofCommand = work.resolve("command.classes");
                require(command, kv(ofCommand, command));
                lines.addAll(Files.readAllLines(ofCommand, StandardCharsets.US_ASCII));
            }
        } finally {
            server.destroy();
            if (!server.waitFor(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        }
        lines.addAll(Files.readAllLines(ofServer, StandardCharsets.US_ASCII));
        return lines.stream().distinct().toList();
    }

    private void awaitReady(Process server) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_SECONDS);
        while (kv(work.resolve("ready.classes"), "status") != 0) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IOException("the server did not come up; it said: " + said());
            }
        }
    }

    private int kv(Path list, String words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.add("--server=127.0.0.1:" + port);
        return start(list, "io.ringkv.client.command.Kv", all.toArray(String[]::new)).waitFor();
    }

    private void require(String command, int exitCode) throws IOException {
        if (exitCode != 0) {
            throw new IOException("kv " + command + " ended with " + exitCode + ": " + said());
        }
    }

    private String said() throws IOException {
        return Files.readString(work.resolve("said"));
    }

    private Process start(Path list, String main, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:DumpLoadedClassList=" + list,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars + "/*",
                main));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(work.resolve("said").toFile()))
                .start();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
