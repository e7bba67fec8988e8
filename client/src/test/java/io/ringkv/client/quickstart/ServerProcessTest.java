package io.ringkv.client.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class ServerProcessTest {
    @TempDir
    private Path dir = Path.of(".");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ServerProcess self(long startedMs) throws IOException {
        Files.createDirectories(dir.resolve("coordinator"));
        ServerProcess self =
                new ServerProcess("coordinator", 5000, ProcessHandle.current().pid(), startedMs);
        self.write(dir);
        return self;
    }

    private static long startedMs() {
        return ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    }

    private Quickstart quickstart() {
        return new Quickstart(dir, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void aRecordIsReadBackAsItWasWritten() throws IOException {
        ServerProcess self = self(startedMs());
        assertThat(ServerProcess.read(dir, "coordinator")).isEqualTo(self);
        assertThat(self.runs()).isTrue();
    }

    @Test
    void theDemonstrationNamesWhatIsMissing() throws IOException {
        self(startedMs());
        Files.createDirectories(dir.resolve("n1"));
        new ServerProcess("n1", 5001, ProcessHandle.current().pid(), 0).write(dir);
        assertThat(quickstart().demo()).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("not all of the cluster in ")
                .contains("runs: n1 is stopped", "kv quickstart start");
    }

    @Test
    void aStrangerWithTheSameProcessIdIsNotTouched() throws IOException {
        ServerProcess stranger = self(startedMs() - 60_000);
        assertThat(stranger.runs()).isFalse();
        assertThat(quickstart().stop()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("nothing runs");
    }

    /** Its parent has become a program that never asks what became of it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessThatHasEndedAndWaitsForItsParentDoesNotRun() throws Exception {
        Process parent =
                new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000").start();
        try {
            long pid = Long.parseLong(parent.inputReader().readLine());
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
            long started = child.info().startInstant().orElseThrow().toEpochMilli();
            ServerProcess server = new ServerProcess("n1", 5001, pid, started);
            assertThat(server.runs()).isTrue();
            assertThat(child.destroyForcibly()).isTrue();
            Path stat = Path.of("/proc", Long.toString(pid), "stat");
            while (!Files.readString(stat).contains(") Z")) {
                Thread.onSpinWait();
            }
            assertThat(server.runs()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void cleanRefusesWhileSomethingRuns() throws IOException {
        self(startedMs());
        assertThat(quickstart().clean()).isEqualTo(1);
        assertThat(dir.resolve("coordinator")).exists();
    }

    @Test
    void cleanRemovesOnlyWhatItKnows() throws IOException {
        self(startedMs() - 60_000);
        Files.createFile(dir.resolve("mine"));
        assertThat(quickstart().clean()).isZero();
        assertThat(dir.resolve("coordinator")).doesNotExist();
        assertThat(dir.resolve("mine")).exists();
    }

    @Test
    void aSecondStartSaysThatItRuns() throws IOException {
        self(startedMs());
        assertThat(quickstart().start(1, 3, 5000)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("already runs");
    }

    @Test
    void statusOfNothingIsUnavailable() throws IOException {
        LocalStatus status = quickstart().status();
        assertThat(status.health()).isEqualTo(Health.UNAVAILABLE);
        assertThat(status.servers()).isEmpty();
    }

    /** Its port is the one before the first node's, as they are handed out. */
    @Test
    void nodesWithoutACoordinatorsRecordAreNoNewCluster() throws IOException {
        Files.createDirectories(dir.resolve("n1"));
        new ServerProcess("n1", 5001, ProcessHandle.current().pid(), 0).write(dir);
        assertThat(quickstart().counts().nodes()).isEqualTo(1);
        assertThat(quickstart().status().servers().get(0).address()).isEqualTo("127.0.0.1:5000");
        assertThat(quickstart().clean()).isZero();
        assertThat(dir.resolve("n1")).doesNotExist();
    }
}
