package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first minute with the program: start, demonstration, status, stop, clean; from a directory with a space. */
@Tag("process")
class QuickstartTest {
    private static final Pattern PROCESS = Pattern.compile("process ([0-9]+)");

    private Path parent;
    private Path dir;

    @BeforeEach
    void makeDirectory() throws IOException {
        parent = Files.createTempDirectory("ringkv-quickstart");
        dir = Files.createDirectory(parent.resolve("a new place"));
    }

    @AfterEach
    void end() throws IOException {
        quickstart("stop");
        Tool.delete(parent);
    }

    private Tool.Result quickstart(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Tool.ROOT.resolve("quickstart.sh").toString()));
        command.addAll(Arrays.asList(arguments));
        return Tool.run(dir, "", Duration.ofSeconds(120), command);
    }

    private static List<Long> processes(Tool.Result status) {
        List<Long> ids = new ArrayList<>();
        Matcher found = PROCESS.matcher(status.out());
        while (found.find()) {
            ids.add(Long.parseLong(found.group(1)));
        }
        return ids;
    }

    /** One that has ended stays a zombie until whoever inherited it looks, which may take seconds. */
    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void theWholeWayOnATakenPort() throws IOException {
        try (ServerSocket taken =
                new ServerSocket(Tool.freePort(), 1, InetAddress.getLoopbackAddress())) {
            Tool.Result all = quickstart("--base-port", Integer.toString(taken.getLocalPort()));
            assertThat(all.exitCode()).as(all.out() + all.err()).isZero();
            assertThat(all.out())
                    .contains("healthy", "PUT demo:first", "killed n", "started n")
                    .contains("GET demo:second    written while");
        }
        assertThat(dir.resolve("ringkv-data")).isDirectory();
        Await.until(
                "healthy again after the demonstration",
                Duration.ofSeconds(30),
                () -> quickstart("status").exitCode() == 0);
        List<Long> processes = processes(quickstart("status"));
        assertThat(processes).hasSize(4).allMatch(QuickstartTest::runs);
        assertThat(quickstart("status", "--output", "json").out())
                .startsWith("{\"health\":\"HEALTHY\",\"reasons\":[],\"servers\":[")
                .contains("\"state\":\"RUNNING\",\"process\":" + processes.get(0) + "}");

        Tool.Result again = quickstart("start");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("already runs");
        assertThat(quickstart("clean").exitCode()).isEqualTo(1);
        assertThat(again.out()).endsWith("/bin/kv quickstart stop\n");

        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(processes).noneMatch(QuickstartTest::runs);
        assertThat(quickstart("status").exitCode()).isEqualTo(2);
        assertThat(quickstart("stop").exitCode()).isZero();

        assertThat(quickstart("start").exitCode()).isZero();
        Tool.Result demo = quickstart("demo");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(quickstart("clean").out()).contains("removed");
        assertThat(dir.resolve("ringkv-data")).doesNotExist();
    }

    @Test
    void twoAtOnceStartOneCluster() {
        String port = Integer.toString(Tool.freePort());
        String[] start = {"start", "--nodes", "1", "--base-port", port};
        CompletableFuture<Tool.Result> other =
                CompletableFuture.supplyAsync(() -> quickstart(start));
        Tool.Result one = quickstart(start);
        Tool.Result two = other.join();
        assertThat(one.exitCode()).as(one.out() + one.err()).isZero();
        assertThat(two.exitCode()).as(two.out() + two.err()).isZero();
        List<Long> processes = processes(quickstart("status"));
        assertThat(processes).hasSize(2).allMatch(QuickstartTest::runs);
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(processes).noneMatch(QuickstartTest::runs);
    }

    @Test
    void threeCoordinatorsStartShowAWriteLoseOneAndStartAgain() throws IOException {
        String port = Integer.toString(Tool.freePort());
        Tool.Result all = quickstart("--coordinators", "3", "--base-port", port);
        assertThat(all.exitCode()).as(all.out() + all.err()).isZero();
        assertThat(all.out()).contains("3 coordinators and 3 nodes", "killed n");
        Await.until(
                "the roles are back",
                Duration.ofSeconds(30),
                () -> quickstart("status").exitCode() == 0);
        List<Long> processes = processes(quickstart("status"));
        assertThat(processes).hasSize(6);

        ProcessHandle.of(processes.get(0)).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                "c1 is missed",
                Duration.ofSeconds(30),
                () -> quickstart("status").out().contains("c1 is stopped"));
        Tool.Result again = quickstart("start");
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();

        assertThat(quickstart("stop").exitCode()).isZero();
        Tool.delete(dir.resolve("ringkv-data").resolve("c2").resolve("data"));
        Tool.Result joined = quickstart("start");
        assertThat(joined.exitCode()).as(joined.out() + joined.err()).isZero();
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(quickstart("clean").exitCode()).isZero();
        assertThat(dir.resolve("ringkv-data")).doesNotExist();
    }

    @Test
    void threeServersAreAClusterWithoutASpecialOne() {
        String port = Integer.toString(Tool.freePort());
        Tool.Result all = quickstart("--servers", "3", "--base-port", port);
        assertThat(all.exitCode()).as(all.out() + all.err()).isZero();
        assertThat(all.out()).contains("3 servers, each with a coordinator", "killed s");
        Await.until(
                "the roles are back",
                Duration.ofSeconds(30),
                () -> quickstart("status").exitCode() == 0);
        List<Long> processes = processes(quickstart("status"));
        assertThat(processes).hasSize(3);
        assertThat(quickstart("start", "--servers", "2").err()).contains("has 3 servers");

        ProcessHandle.of(processes.get(0)).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                "s1 is missed",
                Duration.ofSeconds(30),
                () -> quickstart("status").out().contains("s1 is stopped"));
        Tool.Result again = quickstart("start");
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(quickstart("clean").exitCode()).isZero();
        assertThat(dir.resolve("ringkv-data")).doesNotExist();
    }

    @Test
    void whoseRecordIsGoneIsFoundAllTheSame() throws IOException {
        String port = Integer.toString(Tool.freePort());
        Tool.Result start = quickstart("start", "--nodes", "2", "--base-port", port);
        assertThat(start.exitCode()).as(start.out() + start.err()).isZero();
        List<Long> processes = processes(quickstart("status"));
        assertThat(processes).hasSize(3);
        Path data = dir.resolve("ringkv-data");
        for (String name : List.of("coordinator", "n2")) {
            Files.delete(data.resolve(name).resolve("process"));
        }
        assertThat(processes(quickstart("status"))).isEqualTo(processes);
        assertThat(quickstart("clean", "--yes").exitCode()).isEqualTo(1);
        assertThat(quickstart("start").out()).contains("already runs");
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(processes).noneMatch(QuickstartTest::runs);
        assertThat(data.resolve("n2").resolve("data")).isDirectory();
    }

    @Test
    void twoInDirectoriesOfTheirOwnShareNoPort() throws IOException {
        String port = Integer.toString(Tool.freePort());
        String[] one = {"start", "--nodes", "2", "--base-port", port, "--dir", "one"};
        String[] two = {"start", "--nodes", "2", "--base-port", port, "--dir", "two"};
        try {
            CompletableFuture<Tool.Result> other =
                    CompletableFuture.supplyAsync(() -> quickstart(two));
            Tool.Result first = quickstart(one);
            Tool.Result second = other.join();
            assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
            assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
            for (String place : List.of("one", "two")) {
                Tool.Result status = quickstart("status", "--dir", place);
                assertThat(status.exitCode()).as(status.out()).isZero();
                assertThat(processes(status)).hasSize(3).allMatch(QuickstartTest::runs);
            }
        } finally {
            quickstart("stop", "--dir", "one");
            quickstart("stop", "--dir", "two");
        }
    }

    @Test
    void stopWaitsForAStartThatIsUnderWay() {
        String port = Integer.toString(Tool.freePort());
        CompletableFuture<Tool.Result> start = CompletableFuture.supplyAsync(
                () -> quickstart("start", "--nodes", "1", "--base-port", port));
        Path lock = dir.resolve("ringkv-data").resolve("quickstart.lock");
        Await.until("the start is under way", Duration.ofSeconds(30), () -> Files.exists(lock));
        Tool.Result stop = quickstart("stop");
        assertThat(start.join().exitCode()).isZero();
        assertThat(stop.out()).contains("another quickstart is at work", "stopped;");
        assertThat(processes(quickstart("status"))).noneMatch(QuickstartTest::runs);
        assertThat(quickstart("clean", "--yes").exitCode()).isZero();
        assertThat(dir.resolve("ringkv-data")).doesNotExist();
    }

    @Test
    void aCoordinatorThatLostItsDataGoesOnFromWhatTheNodesCarry() throws IOException {
        String port = Integer.toString(Tool.freePort());
        Tool.Result start = quickstart("start", "--nodes", "1", "--base-port", port);
        assertThat(start.exitCode()).as(start.out() + start.err()).isZero();
        String server = "--server=127.0.0.1:" + port;
        Tool.demand(dir, Tool.KV, "put", "k", "v", server);
        long coordinator = processes(quickstart("status")).get(0);
        ProcessHandle.of(coordinator).ifPresent(ProcessHandle::destroyForcibly);
        Await.until("it is gone", Duration.ofSeconds(10), () -> !runs(coordinator));
        Tool.Result status = quickstart("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).startsWith("DEGRADED\n  coordinator is stopped, n1 runs; ");
        Tool.delete(dir.resolve("ringkv-data").resolve("coordinator").resolve("data"));
        Tool.Result again = quickstart("start");
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        assertThat(again.out()).contains("started with --rebuild");
        assertThat(Tool.run(dir, "", Tool.KV, "get", "k", server).out()).isEqualTo("v");
    }

    @Test
    void wrongWordsAreUsageErrors() {
        assertThat(quickstart("all").exitCode()).isEqualTo(2);
        assertThat(quickstart("begin").err())
                .contains("none of start, demo, stop, status, clean")
                .doesNotContain("all,");
        assertThat(quickstart("begin").exitCode()).isEqualTo(2);
        assertThat(quickstart("start", "--nodes", "0").exitCode()).isEqualTo(2);
        assertThat(quickstart("start", "--base-port", "x").exitCode()).isEqualTo(2);
        assertThat(dir.resolve("ringkv-data")).doesNotExist();
    }
}
