package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Clocks on the wall that are wrong, or run away, or back. What measures time between events stays right. */
class ClockTest extends UnderFault {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    /** No process of the cluster could have issued a session that begins then. */
    private static final Duration AHEAD = Duration.ofHours(25);

    private Path offset;

    private void startWithWrongClocks(String... wrong) throws IOException {
        Tools.demand("faketime");
        offset = Files.createTempFile("ringkv-clock", "");
        set("+" + AHEAD.toHours() + "h");
        // Without the fix of monotonic clocks that it does not need, timed waits of the JVM end at
        // once.
        List<String> variables = new ArrayList<>(List.of(
                "LD_PRELOAD=" + library(),
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "DONT_FAKE_MONOTONIC=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1"));
        Map<String, List<String>> environment = new TreeMap<>();
        for (String process : wrong) {
            environment.put(process, variables);
        }
        start(environment);
    }

    private static Path library() throws IOException {
        try (Stream<Path> walk = Files.walk(LIBRARIES)) {
            return walk.filter(path -> path.endsWith("faketime/libfaketimeMT.so.1"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "no libfaketimeMT.so.1 of faketime in " + LIBRARIES));
        }
    }

    /** As one step: a reader sees the old or the new. */
    private void set(String newOffset) throws IOException {
        Path next = offset.resolveSibling(offset.getFileName() + ".next");
        Files.writeString(next, newOffset + "\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Duration ahead(RealServer server) throws IOException {
        try (Wire wire = server.wire()) {
            return wire.ask("INFO process").items().stream()
                    .filter(item -> item.word(0).equals("clock"))
                    .map(item -> Duration.ofMillis(
                            Long.parseLong(item.word(1)) - System.currentTimeMillis()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    @Tag("faults-short")
    void theClockOfANodeIsMoreThanADayAhead() throws Exception {
        startWithWrongClocks("n1");
        assertThat(ahead(node(0))).isBetween(AHEAD.minusMinutes(30), AHEAD.plusMinutes(30));
        assertThat(ahead(node(1))).isLessThan(Duration.ofHours(1));
        run("a node's clock 25 hours ahead", () -> {
            holdToTheEnd();
            assertNobodyWasJudgedDown();
        });
        Files.delete(offset);
    }

    @Test
    void theClocksOfANodeAndTheCoordinatorRunAwayAndBack() throws Exception {
        startWithWrongClocks("n1", "coordinator");
        run("the clocks of a node and the coordinator drift, and jump by a day", () -> {
            for (int second = 0; goesOn(); second++) {
                set((second % 10 < 5 ? "+" : "-") + (86_400 + second * 60) + "s");
                hold(1);
            }
            assertNobodyWasJudgedDown();
        });
        Files.delete(offset);
    }

    private void assertNobodyWasJudgedDown() {
        assertThat(cluster.coordinator().logged()).doesNotContain(" DOWN");
    }
}
