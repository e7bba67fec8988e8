package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shell in a real terminal, and the same program in pipes. */
@Tag("process")
class ShellInTerminalTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private static RealCluster cluster;
    private static String server;

    @BeforeAll
    static void start() throws IOException {
        cluster = RealCluster.start(1);
        server = "127.0.0.1:" + cluster.nodes().get(0).port();
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    /** What a person sees, who types one line after each answer. */
    private static final class Terminal implements AutoCloseable {
        private final Path screen;
        private final Process process;
        private final OutputStream keys;

        Terminal(String command) throws IOException {
            screen = Files.createTempFile(cluster.dir(), "screen", "");
            // Fed from a pipe, script cannot know how large the terminal is.
            String sized = "stty cols 100 rows 30; " + command;
            ProcessBuilder builder = Tool.builder(
                    cluster.dir(), List.of(SCRIPT.toString(), "-qec", sized, "/dev/null"));
            builder.environment().put("TERM", "xterm");
            process = builder.redirectErrorStream(true)
                    .redirectOutput(screen.toFile())
                    .start();
            keys = process.getOutputStream();
        }

        String screen() throws IOException {
            return new String(Files.readAllBytes(screen), StandardCharsets.UTF_8);
        }

        Terminal type(String text) throws IOException {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            return this;
        }

        Terminal sees(String text) throws IOException {
            boolean seen = Await.holdsWithin(Duration.ofSeconds(20), () -> screen().contains(text));
            assertThat(seen).as("%s on the screen: %s", text, screen()).isTrue();
            return this;
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void aPersonTypes() throws Exception {
        assertThat(SCRIPT).as("the script command, of Debian's bsdutils").isExecutable();
        try (Terminal terminal = new Terminal("'" + Tool.KV + "' shell --server " + server)) {
            terminal.sees("kv> ")
                    .type("PUT typed two words\r")
                    .sees("OK v=")
                    .type("PUT other some${more}\r")
                    .type("get typed\r")
                    .sees("two words\r\n")
                    .type("help PUT\r")
                    .sees("--if")
                    .type("FROBNICATE\r")
                    .sees("kv: ")
                    .type("GET absent\r")
                    .sees("NOT_FOUND")
                    .type("\u0004");
            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.screen()).doesNotContain("Exception");
        }
    }

    @Test
    void exitLeaves() throws Exception {
        assertThat(SCRIPT).as("the script command, of Debian's bsdutils").isExecutable();
        try (Terminal terminal = new Terminal("'" + Tool.KV + "' --server " + server)) {
            terminal.sees("kv> ").type("exit\r");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    private static Tool.Result kv(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tool.KV, "--server", server));
        command.addAll(Arrays.asList(arguments));
        return Tool.run(cluster.dir(), input, Tool.PATIENCE, command);
    }

    @Test
    void linesFromAPipe() {
        Tool.Result result = kv("PUT a b\nGET a\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("OK v=[0-9.]+ acks=1/1[^\n]*\nb\n");

        // The last line needs no end; the first failure decides the code, and the rest is done.
        Tool.Result failing = kv("GET absent\nFROBNICATE\nPUT later done\nGET later");
        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(failing.out()).contains("NOT_FOUND").endsWith("done\n");
        assertThat(failing.err()).contains("FROBNICATE");

        Tool.Result stopped = kv("FROBNICATE\nPUT never done\n", "--on-error", "stop");
        assertThat(stopped.exitCode()).isNotZero();
        assertThat(kv("", "exists", "never").exitCode()).isEqualTo(1);
    }

    @Test
    void singleCommandsAndTheirExitCodes() {
        assertThat(kv("", "put", "single", "v 1").exitCode()).isZero();
        Tool.Result get = kv("", "get", "single");
        assertThat(get.exitCode()).isZero();
        assertThat(get.out().strip()).isEqualTo("v 1");
        assertThat(kv("", "get", "absent").exitCode()).isEqualTo(1);
        assertThat(kv("", "put", "single", "x", "--if", "absent").exitCode()).isEqualTo(1);
        assertThat(kv("from stdin", "put", "single", "-").exitCode()).isZero();
        assertThat(kv("", "--command", "GET single").out()).isEqualTo("from stdin\n");
        assertThat(kv("", "delete", "single").exitCode()).isZero();
        assertThat(kv("", "exists", "single").exitCode()).isEqualTo(1);
        assertThat(kv("", "status").exitCode()).as("a node answers as well").isZero();
        String coordinator = "127.0.0.1:" + cluster.coordinator().port();
        assertThat(Tool.run(cluster.dir(), "", Tool.KV, "status", "--server", coordinator)
                        .exitCode())
                .isZero();
    }

    @Test
    void outputGoesThroughAPipeOfTheShell() {
        assertThat(kv("", "put", "piped", "through").exitCode()).isZero();
        String line = "'" + Tool.KV + "' get piped --server " + server + " | cat";
        Tool.Result result = Tool.run(cluster.dir(), "", "sh", "-c", line);
        assertThat(result.out().strip()).isEqualTo("through");
        assertThat(result.err()).isEmpty();
    }
}
