package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Single commands, and many lines from a pipe: nobody types, and exit codes and both outputs are what counts. */
@Tag("process")
class ShellInPipesTest {
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

    @Test
    void controlCEndsASingleCommandWith130() throws Exception {
        RealServer node = cluster.nodes().get(0);
        node.pause();
        try {
            Process get = Tool.builder(
                            cluster.dir(),
                            List.of(Tool.KV, "put", "k", "v", "--timeout=60s", "--server", server))
                    .start();
            Await.until("it runs", Duration.ofSeconds(20), () -> java(get).isPresent());
            long pid = java(get).orElseThrow().pid();
            // Before it asks, there is nothing to interrupt.
            Await.until("it asks", Duration.ofSeconds(20), () -> hasSocket(pid));
            Tool.run(cluster.dir(), "", "kill", "-INT", Long.toString(pid));
            assertThat(get.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(get.exitValue()).isEqualTo(130);
            assertThat(new String(get.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("kv: interrupted; whether it was applied is not known\n");
        } finally {
            node.resume();
        }
    }

    private static boolean hasSocket(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : open.toList()) {
                if (Files.isSymbolicLink(file)
                        && Files.readSymbolicLink(file).toString().startsWith("socket:")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The script that starts Java becomes Java, or waits for it where it makes an archive of what Java loads. */
    private static Optional<ProcessHandle> java(Process script) {
        return Stream.concat(Stream.of(script.toHandle()), script.descendants())
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst();
    }

    private static Tool.Result kv(String input, String... arguments) {
        return Tool.kv(cluster.dir(), server, input, arguments);
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
        assertThat(failing.out()).matches("OK v=[0-9.]+ acks=1/1[^\n]*\ndone\n");
        assertThat(failing.err())
                .startsWith("kv: line 1: there is no absent\n")
                .contains("FROBNICATE");

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
