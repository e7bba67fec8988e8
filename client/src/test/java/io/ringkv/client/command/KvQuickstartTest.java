package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kv quickstart} where no server has to be started. */
class KvQuickstartTest extends InProcessKv {
    @Test
    void whereNoClusterWasStartedNothingIsCleaned(@TempDir Path dir) {
        assertThat(kv("quickstart", "clean", "--yes", "--dir", dir.toString())).isZero();
        assertThat(out()).contains("nothing to clean").doesNotContain("removed");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aFileIsNoDirectoryForACluster(@TempDir Path dir) throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        for (String action : List.of("start", "stop", "status", "clean")) {
            assertThat(kv("quickstart", action, "--dir", file.toString())).isEqualTo(2);
            assertThat(err()).contains("file is a file; give a directory");
        }
    }

    /** As the start of a server leaves it. */
    private static void stoppedCoordinator(Path dir) throws IOException {
        Path home = Files.createDirectory(dir.resolve("coordinator"));
        Files.writeString(home.resolve("process"), "port=5000\npid=1\nstarted=0\n");
    }

    private int status(Path dir, String... more) {
        out.reset();
        List<String> words = new ArrayList<>(List.of("quickstart", "status"));
        words.addAll(List.of("--dir", dir.toString()));
        words.addAll(List.of(more));
        return kv(words.toArray(String[]::new));
    }

    @Test
    void statusOfAStoppedClusterNamesItsServers(@TempDir Path dir) throws IOException {
        stoppedCoordinator(dir);
        assertThat(status(dir)).isEqualTo(2);
        assertThat(out())
                .startsWith("UNAVAILABLE\n  no cluster runs in ")
                .endsWith("  coordinator 127.0.0.1:5000 is stopped\n");
    }

    @Test
    void programsReadTheStatusInEveryFormat(@TempDir Path dir) throws IOException {
        stoppedCoordinator(dir);
        String server = "{\"health\":\"UNAVAILABLE\",\"server\":\"coordinator\","
                + "\"address\":\"127.0.0.1:5000\",\"state\":\"STOPPED\",\"process\":\"-\"}";
        assertThat(status(dir, "--output=json")).isEqualTo(2);
        assertThat(out())
                .startsWith("{\"health\":\"UNAVAILABLE\",\"reasons\":[\"no cluster runs in ")
                .endsWith("\"servers\":[" + server + "]}\n");
        status(dir, "--output=jsonl");
        assertThat(out()).isEqualTo(server + "\n");
        status(dir, "--output=csv");
        assertThat(out())
                .isEqualTo("health,server,address,state,process\n"
                        + "UNAVAILABLE,coordinator,127.0.0.1:5000,STOPPED,-\n");
        status(dir, "--output=raw");
        assertThat(out()).isEqualTo("UNAVAILABLE\tcoordinator\t127.0.0.1:5000\tSTOPPED\t-\n");
    }

    @Test
    void whereNobodyCanBeAskedTheWordIsEnough(@TempDir Path dir) throws IOException {
        stoppedCoordinator(dir);
        assertThat(kv("quickstart", "clean", "--dir", dir.toString())).isZero();
        assertThat(dir).doesNotExist();
    }

    @Test
    void theNumberOfNodesIsForANewCluster(@TempDir Path dir) throws IOException {
        stoppedCoordinator(dir);
        for (String node : List.of("n1", "n2")) {
            Path home = Files.createDirectory(dir.resolve(node));
            Files.writeString(home.resolve("process"), "port=5001\npid=1\nstarted=0\n");
        }
        assertThat(kv("quickstart", "start", "--nodes=3", "--dir", dir.toString()))
                .isEqualTo(2);
        assertThat(err()).contains("the cluster in " + dir + " has 2 nodes, and --nodes is for");
    }

    @Test
    void aServerWhoseDirectoryWasRemovedIsStillOneOfThem(@TempDir Path dir) throws IOException {
        for (int number : new int[] {2, 3}) {
            Path home = Files.createDirectory(dir.resolve("n" + number));
            Files.writeString(
                    home.resolve("process"), "port=" + (5000 + number) + "\npid=1\nstarted=0\n");
        }
        status(dir);
        assertThat(out())
                .contains("  coordinator 127.0.0.1:5000 is stopped\n")
                .contains("  n1 127.0.0.1:5001 is stopped\n")
                .contains("  n3 127.0.0.1:5003 is stopped\n");
        stoppedCoordinator(dir);
        status(dir);
        assertThat(out()).contains("  n1 127.0.0.1:5001 is stopped\n");
        assertThat(kv("quickstart", "start", "--nodes=2", "--dir", dir.toString()))
                .as("it has three")
                .isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDirectoryThatCannotBeMadeIsSaidInWords() {
        assertThat(kv("quickstart", "start", "--dir", "/proc/xx")).isEqualTo(2);
        assertThat(err())
                .startsWith("kv: cannot keep the cluster's files in /proc/xx: the file system")
                .contains("give another directory with --dir");
    }
}
