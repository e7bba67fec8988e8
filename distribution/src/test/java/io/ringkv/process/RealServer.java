package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One server process, started by bin/kv, which the Java process replaces: its id is the server's. */
public final class RealServer {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Of servers alone: before a single command, the launcher tries a JVM with them. */
    private static final String JAVA_OPTS = System.getProperty("ringkv.server.java.opts", "");

    private final String name;
    private final String host;
    private final int port;
    private final Path dir;
    private final List<String> command;
    private Process process;

    RealServer(String name, int port, Path dir, List<String> command) {
        this(name, "127.0.0.1", port, dir, command);
    }

    RealServer(String name, String host, int port, Path dir, List<String> command) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.dir = dir;
        this.command = List.copyOf(command);
    }

    public String name() {
        return name;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Path log() {
        return dir.resolve(name + ".log");
    }

    public String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        start(new String[0]);
    }

    /** @param more words for this start alone */
    void start(String... more) {
        List<String> words = new ArrayList<>(command);
        words.addAll(Arrays.asList(more));
        try {
            ProcessBuilder builder = Tool.builder(dir, words);
            if (!JAVA_OPTS.isEmpty()) {
                builder.environment().put("KV_JAVA_OPTS", JAVA_OPTS);
            }
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        return process;
    }

    public boolean runs() {
        return process != null && process.isAlive();
    }

    public void kill9() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGTERM; the exit code. */
    public int stop(Duration atMost) {
        process.destroy();
        awaitEnd(atMost);
        return process.exitValue();
    }

    public void awaitEnd(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s ends within %s; its log: %s", name, atMost, logged())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    private void signal(String which) {
        Tool.signal(dir, which, process);
    }

    /** A number of its {@code STATS}, over all lines of that name. */
    public long stat(String stat) throws IOException {
        try (Wire wire = wire()) {
            return wire.ask("STATS").items().stream()
                    .filter(item -> item.word(0).equals(stat))
                    .mapToLong(item -> Long.parseLong(item.word(1)))
                    .sum();
        }
    }

    public Wire wire() throws IOException {
        return wire(PATIENCE);
    }

    public Wire wire(Duration patience) throws IOException {
        return Wire.open(host, port, patience);
    }
}
