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
final class RealServer {
    private final String name;
    private final int port;
    private final Path dir;
    private final List<String> command;
    private Process process;

    RealServer(String name, int port, Path dir, List<String> command) {
        this.name = name;
        this.port = port;
        this.dir = dir;
        this.command = List.copyOf(command);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Path log() {
        return dir.resolve(name + ".log");
    }

    String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        start(new String[0]);
    }

    /** @param more words for this start alone */
    void start(String... more) {
        List<String> words = new ArrayList<>(command);
        words.addAll(Arrays.asList(more));
        try {
            process = Tool.builder(dir, words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    void kill9() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGTERM; the exit code. */
    int stop(Duration atMost) {
        process.destroy();
        awaitEnd(atMost);
        return process.exitValue();
    }

    void awaitEnd(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s ends within %s; its log: %s", name, atMost, logged())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String which) {
        assertThat(Tool.run(dir, "", "kill", which, Long.toString(process.pid()))
                        .exitCode())
                .isZero();
    }

    Wire wire() throws IOException {
        return Wire.open(port);
    }

    Wire wire(Duration patience) throws IOException {
        return Wire.open(port, patience);
    }
}
