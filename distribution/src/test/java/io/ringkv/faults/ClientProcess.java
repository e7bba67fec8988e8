package io.ringkv.faults;

import io.ringkv.process.Await;
import io.ringkv.process.Tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client in a process of its own. It says how far it is in lines {@code WORD NUMBER}, and ends with its input. */
final class ClientProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path dir;
    private final Path said;
    private final Process process;

    ClientProcess(Class<?> main, String... arguments) throws IOException {
        dir = Files.createTempDirectory("ringkv-client");
        said = dir.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        process = Tool.builder(dir, command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /** The number of the last line with the word, 0 before the first. */
    long last(String word) throws IOException {
        return Files.readAllLines(said).stream()
                .filter(line -> line.matches(word + " \\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .reduce(0, (before, after) -> after);
    }

    void awaitAtLeast(String word, long number) throws IOException {
        boolean came =
                Await.holdsWithin(PATIENCE, () -> last(word) >= number || !process.isAlive());
        if (!came || last(word) < number) {
            throw new AssertionError("no \"" + word + " " + number + "\" from a client "
                    + (process.isAlive() ? "that runs" : "that ended") + "; it said: "
                    + Files.readString(said));
        }
    }

    void pause() {
        Tool.signal(dir, "-STOP", process);
    }

    void resume() {
        Tool.signal(dir, "-CONT", process);
    }

    /** It is told that there is no more, and finishes what it has begun. */
    void awaitEnd() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(
                    "a client did not come to a good end: " + Files.readString(said));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Tool.delete(dir);
    }
}
