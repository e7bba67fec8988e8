package io.ringkv.coordinator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.port.MetadataLog;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a core may rely on, whichever log it runs on. */
@Timeout(60)
public abstract class MetadataLogContract {
    /** After so many entries at the latest the log is cut behind a snapshot. */
    protected static final int SNAPSHOT_ENTRIES = 20;

    private static final int STEPS_MAX = 4_000;

    /** One start of a process on the log. */
    public interface Process {
        MetadataLog log();

        RecordingCore core();

        /** Ends it without a word to the log. */
        void kill() throws Exception;
    }

    private final List<Process> started = new ArrayList<>();

    /** Starts a process on the log that the one before it left. */
    protected abstract Process start() throws Exception;

    /** Some milliseconds, on the clock that the log runs on. */
    protected abstract void letTimePass();

    private Process startOnly() throws Exception {
        Process process = start();
        started.add(process);
        return process;
    }

    private Process startAndLead() throws Exception {
        Process process = startOnly();
        await(process, core -> core.told().contains("leading"));
        return process;
    }

    @AfterEach
    void killAll() throws Exception {
        for (Process process : started) {
            process.kill();
        }
    }

    private void await(Process process, Predicate<RecordingCore> condition) {
        for (int steps = 0; !condition.test(process.core()); steps++) {
            assertThat(steps)
                    .as("waited too long; told: %s", process.core().told())
                    .isLessThan(STEPS_MAX);
            letTimePass();
        }
    }

    private static void propose(Process process, String entry) {
        process.log().append(entry.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> propose(Process process, int from, int to) {
        List<String> entries = new ArrayList<>();
        for (int i = from; i < to; i++) {
            entries.add("e" + i);
            propose(process, "e" + i);
        }
        return entries;
    }

    private List<String> append(Process process, int from, int to) {
        List<String> entries = propose(process, from, to);
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
    void whatIsProposedTwiceIsCommittedTwice() throws Exception {
        Process process = startAndLead();
        propose(process, "again");
        propose(process, "again");
        append(process, 0, 1);
        assertThat(process.core().state()).containsExactly("again", "again", "e0");
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

    @Test
    void aSnapshotAndWhatFollowsItGiveTheStateThatAllEntriesGave() throws Exception {
        Process first = startAndLead();
        append(first, 0, 50);
        assertThat(first.core().told()).doesNotContain("restored");
        List<String> byEntriesAlone = first.core().state();
        first.kill();
        Process second = startAndLead();
        assertThat(second.core().told()).contains("restored");
        assertThat(second.core().state()).isEqualTo(byEntriesAlone);
    }

    @Test
    void proposalsThatAreUnderWayTogetherHaveOneOrderForAll() throws Exception {
        Process first = startAndLead();
        List<String> proposed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            for (String proposer : List.of("a", "b", "c")) {
                proposed.add(proposer + i);
                propose(first, proposer + i);
            }
        }
        await(first, core -> core.state().size() == proposed.size());
        List<String> order = first.core().state();
        assertThat(order).isEqualTo(proposed);
        first.kill();
        assertThat(startAndLead().core().state()).isEqualTo(order);
    }

    @Test
    void whatWasUnderWayWhenTheProcessDiedIsThereWholeOrNotAtAllAndNeverTwice() throws Exception {
        Process first = startAndLead();
        List<String> known = append(first, 0, 3);
        List<String> underWay = propose(first, 3, 8);
        first.kill();
        Process second = startAndLead();
        List<String> outcome = second.core().state();
        assertThat(outcome).startsWith(known.toArray(String[]::new)).doesNotHaveDuplicates();
        List<String> proposed = new ArrayList<>(known);
        proposed.addAll(underWay);
        assertThat(proposed).containsSubsequence(outcome);
        List<String> afterwards = new ArrayList<>(outcome);
        afterwards.addAll(append(second, 8, 10));
        assertThat(second.core().state()).isEqualTo(afterwards);
        second.kill();
        assertThat(startAndLead().core().state()).isEqualTo(afterwards);
    }

    @Test
    void aProposalBeforeTheProcessLeadsIsAnsweredAndTakesEffectAtMostOnce() throws Exception {
        Process first = startOnly();
        propose(first, "early");
        await(first, core -> core.told().contains("failed") || core.state().contains("early"));
        await(first, core -> core.told().contains("leading"));
        append(first, 0, 1);
        List<String> outcome = first.core().state();
        assertThat(outcome).isSubsetOf("early", "e0").doesNotHaveDuplicates();
        first.kill();
        assertThat(startAndLead().core().state()).isEqualTo(outcome);
    }

    @Test
    void aProposalAfterTheEndHarmsNobodyAndTakesEffectAtMostOnce() throws Exception {
        Process first = startAndLead();
        List<String> entries = append(first, 0, 3);
        first.kill();
        propose(first, "late");
        Process second = startAndLead();
        List<String> outcome = new ArrayList<>(second.core().state());
        assertThat(outcome).startsWith(entries.toArray(String[]::new)).doesNotHaveDuplicates();
        assertThat(outcome).hasSizeLessThanOrEqualTo(4);
        outcome.addAll(append(second, 3, 5));
        assertThat(second.core().state()).isEqualTo(outcome);
    }
}
