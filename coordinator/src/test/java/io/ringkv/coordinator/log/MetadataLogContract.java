package io.ringkv.coordinator.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.port.MetadataLog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** What a core may rely on, whichever log it runs on. Each process of it is one {@link Process}. */
@Timeout(60)
abstract class MetadataLogContract {
    /** After so many entries the log is cut behind a snapshot. */
    static final int SNAPSHOT_ENTRIES = 20;

    /** One start of a process on the log. */
    interface Process {
        MetadataLog log();

        RecordingCore core();

        /** Ends it without a word to the log. */
        void kill() throws Exception;
    }

    private final List<Process> started = new ArrayList<>();

    /** Starts a process on the log that the one before it left. */
    abstract Process start() throws Exception;

    private Process startAndLead() throws Exception {
        Process process = start();
        started.add(process);
        await(process, core -> core.told().contains("leading"));
        return process;
    }

    @AfterEach
    void killAll() throws Exception {
        for (Process process : started) {
            process.kill();
        }
    }

    private static void await(Process process, Predicate<RecordingCore> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.test(process.core())) {
            assertThat(System.nanoTime())
                    .as("waited too long; told: %s", process.core().told())
                    .isLessThan(deadline);
            LockSupport.parkNanos(5_000_000L);
        }
    }

    private static List<String> append(Process process, int from, int to) throws Exception {
        List<String> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            entries.add("e" + i);
            process.log().append(("e" + i).getBytes(StandardCharsets.UTF_8));
        }
        await(process, core -> core.state().contains("e" + (to - 1)));
        return entries;
    }

    @Test
    void whatIsAppendedIsCommittedOnceAndInOrder() throws Exception {
        Process process = startAndLead();
        List<String> entries = append(process, 0, 15);
        assertThat(process.core().state()).isEqualTo(entries);
        assertThat(process.core().told()).startsWith("leading").doesNotContain("failed");
    }

    @Test
    void aKilledProcessLeavesEverythingCommittedToTheNext() throws Exception {
        Process first = startAndLead();
        List<String> entries = append(first, 0, 10);
        first.kill();
        Process second = startAndLead();
        assertThat(second.core().state()).isEqualTo(entries);
        assertThat(second.core().told()).endsWith("leading");
        entries.addAll(append(second, 10, 15));
        assertThat(second.core().state()).isEqualTo(entries);
    }

    @Test
    void aLongLogIsASnapshotAndTheEntriesAfterIt() throws Exception {
        Process process = startAndLead();
        List<String> entries = append(process, 0, 105);
        for (int starts = 0; starts < 2; starts++) {
            process.kill();
            process = startAndLead();
            assertThat(process.core().state()).isEqualTo(entries);
            assertThat(process.core().told()).startsWith("restored").endsWith("leading");
            assertThat(process.core().told()).hasSizeLessThan(2 * SNAPSHOT_ENTRIES);
            int from = entries.size();
            entries.addAll(append(process, from, from + 5));
        }
    }
}
