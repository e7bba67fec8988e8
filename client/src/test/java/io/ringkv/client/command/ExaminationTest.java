package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** What an examination makes of what servers say. */
class ExaminationTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Cluster cluster =
            new Cluster(List.of(new HostAndPort("127.0.0.1", 1)), Duration.ofSeconds(1));
    private final Examination examination = new Examination(cluster);

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ProcessFacts facts(String version, long clock, long filesMax) {
        return new ProcessFacts(version, "Some 17", "4s", clock, filesMax);
    }

    private List<String> wrong() {
        return examination.findings().stream()
                .filter(finding -> finding.level() == Finding.Level.WRONG)
                .map(finding -> finding.about() + ": " + finding.text())
                .toList();
    }

    @Test
    void aClockMayDifferByWhatTheQuestionTook() {
        examination.judge("slow", facts("1", NOW + 9_000, -1), NOW, NOW + 10_000);
        examination.judge("near", facts("1", NOW - 500, -1), NOW, NOW);
        examination.judge("unknown", facts("1", -1, -1), NOW, NOW);
        assertThat(wrong()).isEmpty();
        examination.judge("late", facts("1", NOW - 501, -1), NOW, NOW + 10);
        examination.judge("early", facts("1", NOW + 700, -1), NOW, NOW + 10);
        assertThat(wrong())
                .containsExactly(
                        "late: its clock differs from the one here by 501 ms",
                        "early: its clock differs from the one here by 690 ms");
    }

    @Test
    void fewFilesAreTooFew() {
        examination.judge("many", facts("1", NOW, 16_384), NOW, NOW);
        assertThat(wrong()).isEmpty();
        examination.judge("few", facts("1", NOW, 1_024), NOW, NOW);
        assertThat(wrong()).containsExactly("few: it may open 1024 files and sockets");
    }

    @Test
    void whatIsFineIsSaidToo() {
        examination.judge("n1", facts("1", NOW - 120, 20_000), NOW, NOW);
        examination.judge("n2", facts("1", NOW, 1_048_576), NOW, NOW);
        examination.compare();
        assertThat(examination.findings())
                .contains(
                        Finding.fine("clocks", "all differ from the one here by at most 120 ms"),
                        Finding.fine(
                                "limits", "each server may open 20000 files and sockets or more"));
    }

    private static Reply stats(long count, long p50, long p99) {
        return Reply.ok()
                .withItem(Item.of("node", "n1"))
                .withItem(Item.of("fsyncs", Long.toString(count)))
                .withItem(Item.of("fsync-p50-us", Long.toString(p50)))
                .withItem(Item.of("fsync-p99-us", Long.toString(p99)));
    }

    @Test
    void aDiskThatSyncsSlowlyIsWrongAndHasAFix() {
        assertThat(SyncExamination.of("n1", stats(100, 1_200, 50_000)))
                .isEqualTo(Finding.fine(
                        "n1",
                        "a sync of its disk takes 1.200 ms (p50), 50.000 ms (p99);"
                                + " up to 50.000 ms (p99) is fine"));
        Finding slow = SyncExamination.of("n1", stats(100, 1_200, 50_001));
        assertThat(slow).isNotNull();
        assertThat(slow.level()).isEqualTo(Finding.Level.WRONG);
        assertThat(slow.fix()).contains("--data-dir");
        Finding early = SyncExamination.of("n1", stats(99, 1_200, 90_000));
        assertThat(early).isNotNull();
        assertThat(early.level()).as("one slow start").isEqualTo(Finding.Level.FINE);
        assertThat(early.text()).endsWith("; of 99 syncs, too few to judge: 100");
    }

    @Test
    void aDiskThatSyncedNothingIsNotJudged() {
        assertThat(SyncExamination.of("n1", stats(0, 0, 0))).isNull();
        assertThat(SyncExamination.of("n1", Reply.ok())).isNull();
    }

    @Test
    void versionsAreComparedAmongThoseWhoAnswered() {
        examination.judge("n1", facts("1.0", NOW, -1), NOW, NOW);
        examination.judge("n2", facts("1.1", NOW, -1), NOW, NOW);
        examination.compare();
        assertThat(wrong()).containsExactly("version: differs: {1.0=[n1], 1.1=[n2]}");
        assertThat(examination.findings()).contains(Finding.fine("Java", "Some 17"));
        assertThat(examination.wrong()).isEqualTo(1);
    }

    private static Reply hello(String valueBytesMax) {
        return Reply.ok().with("value", valueBytesMax);
    }

    @Test
    void nodesThatTakeDifferentValuesAreNamed() {
        examination.judge("n1", facts("1.0", NOW, -1), NOW, NOW);
        examination.limits("n1", hello("1048576"));
        examination.limits("old", Reply.ok());
        examination.compare();
        assertThat(wrong()).isEmpty();
        examination.limits("n2", hello("4096"));
        examination.compare();
        assertThat(wrong())
                .containsExactly("--max-value-bytes: differs: {1048576=[n1], 4096=[n2]}");
    }

    /** The system takes connections for it, as for a program that was stopped with SIGSTOP. */
    @Test
    void whoTakesConnectionsAndIsSilentIsNotToldToStart() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            HostAndPort address = new HostAndPort("127.0.0.1", silent.getLocalPort());
            examination.run(List.of(address, new HostAndPort("127.0.0.1", 1)), false);
        }
        assertThat(examination.findings())
                .extracting(Finding::fix)
                .satisfiesExactly(
                        paused -> assertThat(paused)
                                .startsWith("it takes connections, so it is there")
                                .contains("its log", "paused", "disk"),
                        gone -> assertThat(gone).startsWith("start it"));
    }
}
