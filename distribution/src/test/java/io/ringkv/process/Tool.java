package io.ringkv.process;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Runs programs of this checkout as a person would, and finds ports for them. */
public final class Tool {
    public static final Path ROOT =
            Path.of(System.getProperty("ringkv.root", "..")).toAbsolutePath();
    static final String KV = ROOT.resolve("bin").resolve("kv").toString();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Below the ports that systems hand out to outgoing connections: a stopped server finds its own again. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(12_000 + (int) (ProcessHandle.current().pid() % 90) * 100);

    public record Result(int exitCode, String out, String err) {
        List<String> errLines() {
            return err.lines().toList();
        }
    }

    private Tool() {}

    static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }

    /** A process with the Java of this one, and none of the variables that change what ours do. */
    public static ProcessBuilder builder(Path dir, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KV_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", dir.toString());
        return builder;
    }

    /** One command, or lines for the shell, to that server. */
    static Result kv(Path dir, String server, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(KV, "--server", server));
        command.addAll(Arrays.asList(arguments));
        return run(dir, input, PATIENCE, command);
    }

    public static Result run(Path dir, String input, String... command) {
        return run(dir, input, PATIENCE, Arrays.asList(command));
    }

    /** Output goes through files: a server that is left behind must not hold a pipe open. */
    static Result run(Path dir, String input, Duration atMost, List<String> command) {
        try {
            Path in = Files.writeString(Files.createTempFile(dir, "in", ""), input);
            Path out = Files.createTempFile(dir, "out", "");
            Path err = Files.createTempFile(dir, "err", "");
            Process process = builder(dir, command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                fail(command + " did not end; it said: " + Files.readString(out)
                        + Files.readString(err));
            }
            Result result = new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                    new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
            for (Path file : List.of(in, out, err)) {
                Files.delete(file);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Changes the system as only root may. */
    public static void demand(Path dir, String... command) {
        Result result = run(dir, "", command);
        if (result.exitCode() != 0) {
            fail(String.join(" ", command) + ": " + result.err()
                    + "this test needs root, and the tools that .ci/run installs");
        }
    }

    /** @param which {@code -STOP} or {@code -CONT} */
    public static void signal(Path dir, String which, Process process) {
        demand(dir, "kill", which, Long.toString(process.pid()));
    }

    public static void delete(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
