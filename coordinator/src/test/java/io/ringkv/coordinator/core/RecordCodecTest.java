package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.hashing.RingMember;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.Voter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

class RecordCodecTest {
    static Stream<MetadataRecord> records() {
        SlotSet some = SlotSet.parse("0-12,15,20-33");
        Voter a = new Voter("n1", "d1");
        Voter b = new Voter("n2", "");
        return Stream.of(
                new MetadataRecord.ClusterCreated("c1", "", 3, 100),
                new MetadataRecord.ClusterCreated("c1", "prod", 1, 1),
                MetadataRecord.ClusterRebuilt.of(Cluster.formed(3, 3).view()),
                new MetadataRecord.MemberRegistered(new Member(
                        "n1", "d1", 7, "10.0.0.1", 5000, "", 1, MemberState.JOINING, 0, false)),
                new MetadataRecord.MemberRegistered(
                        new Member("n1", "", -7, "::1", 1, "eu=1", 9, MemberState.DOWN, 42, true)),
                new MetadataRecord.MemberStateChanged("n1", MemberState.DRAINING),
                new MetadataRecord.MemberDoubt("n1", true),
                new MetadataRecord.MemberDoubt("n1", false),
                new MetadataRecord.SlotsAssigned(List.of()),
                new MetadataRecord.SlotsAssigned(List.of(
                        new MetadataRecord.SlotsAssigned.ListOfSlots(List.of(a, b), "n1", some),
                        new MetadataRecord.SlotsAssigned.ListOfSlots(
                                List.of(b), "n2", SlotSet.parse("-")))),
                new MetadataRecord.PrimariesChanged(
                        List.of(
                                new MetadataRecord.PrimariesChanged.Heir("n1", some),
                                new MetadataRecord.PrimariesChanged.Heir("n2", some)),
                        true),
                new MetadataRecord.PrimariesChanged(List.of(), false),
                new MetadataRecord.MoveBegun(List.of(a, b), some),
                new MetadataRecord.TargetSet(Target.NONE),
                new MetadataRecord.TargetSet(new Target(
                        List.of(new RingMember("n1", 2, "eu"), new RingMember("n2", 1, "")),
                        3,
                        new TreeMap<>(Map.of("n3", Target.Leaving.GOES)),
                        Target.Mode.PAUSED,
                        50_000_000)),
                new MetadataRecord.TermsActive(List.of(
                        new SlotTerms.Entry(4, some),
                        new SlotTerms.Entry(9, SlotSet.parse("16383")))),
                new MetadataRecord.LossAcknowledged(47),
                new MetadataRecord.LossAccepted(List.of(
                        new MetadataRecord.LossAccepted.FreshSlots(
                                new MetadataRecord.LossAccepted.Fresh(
                                        List.of(a, b), List.of(b), "n2"),
                                some),
                        new MetadataRecord.LossAccepted.FreshSlots(
                                new MetadataRecord.LossAccepted.Fresh(List.of(a), List.of(), "n1"),
                                some))),
                new MetadataRecord.EpochLeapt(5_000),
                new MetadataRecord.CoordinatorsChanged(List.of()),
                new MetadataRecord.CoordinatorsChanged(List.of(
                        new Coordinator("c1", "10.0.0.1", 5000), new Coordinator("c2", "::1", 1))),
                new MetadataRecord.WritesSeen());
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_record_comes_back_from_its_line(MetadataRecord record) {
        String line = RecordCodec.encode(record);
        assertThat(line).doesNotContain("\n");
        assertThat(RecordCodec.decode(line)).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_line_that_was_cut_or_has_a_word_too_many_is_refused_or_another_record(
            MetadataRecord record) {
        String line = RecordCodec.encode(record);
        for (int end = 0; end < line.length(); end++) {
            assertThat(decodesTo(line.substring(0, end))).isNotEqualTo(record);
        }
        assertThat(decodesTo(line + " more")).isNotEqualTo(record);
    }

    /** Null for a refusal; anything else that is thrown fails the test. */
    private static MetadataRecord decodesTo(String line) {
        try {
            return RecordCodec.decode(line);
        } catch (IllegalArgumentException refused) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "writes now",
                "state n1",
                "state n1 ASLEEP",
                "state n1 UP UP",
                "doubt n1 perhaps",
                "cluster c1 name three 100",
                "cluster c1 name 3",
                "rebuilt",
                "rebuilt nonsense",
                "rebuilt Y2x1c3Rlcg==",
                "member n1 d1 7 host 5000 zone 1 UP 0 false",
                "member n1 d1 7 host 5000 = 1 UP 0",
                "learner n1 0-3",
                "learner n1/d1 3-0",
                "learner n1/d1 0-16384",
                "assign n1/d1 n1",
                "assign nobody n1 0-3",
                "primaries true n1",
                "primaries maybe n1 0-3",
                "active 4",
                "active four 0-3"
            })
    void what_is_no_record_is_refused(String line) {
        assertThatThrownBy(() -> RecordCodec.decode(line))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "entry", "entry x\nwrites", "writes", "entry 3\nnonsense"})
    void what_is_no_entry_is_refused(String text) {
        assertThatThrownBy(() -> LogEntry.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
