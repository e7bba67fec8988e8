package io.ringkv.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The text form of metadata records, one line each: encode and decode side by side. */
final class RecordCodec {
    private static final String ZONE_MARK = "=";
    /** Before a list that may be empty. */
    private static final String LEFT_MARK = "=";

    private RecordCodec() {}

    static String encode(MetadataRecord record) {
        Encoder encoder = new Encoder();
        record.accept(encoder);
        return encoder.line.toString();
    }

    /** Throws IllegalArgumentException when the line is not a record. */
    static MetadataRecord decode(String text) {
        RecordLine line = new RecordLine(text);
        MetadataRecord record = record(line);
        line.end();
        return record;
    }

    private static MetadataRecord record(RecordLine line) {
        return switch (line.word()) {
            case "cluster" ->
                new MetadataRecord.ClusterCreated(
                        line.word(), line.word(), line.number(), line.number());
            case "rebuilt" -> rebuilt(line);
            case "member" -> new MetadataRecord.MemberRegistered(member(line));
            case "state" ->
                new MetadataRecord.MemberStateChanged(
                        line.word(), MemberState.valueOf(line.word()));
            case "doubt" -> new MetadataRecord.MemberDoubt(line.word(), line.flag());
            case "assign" -> new MetadataRecord.SlotsAssigned(lists(line));
            case "primaries" -> {
                boolean doubtAccepted = line.flag();
                yield new MetadataRecord.PrimariesChanged(heirs(line), doubtAccepted);
            }
            case "move" ->
                new MetadataRecord.MoveBegun(voters(line.word()), SlotSet.parse(line.word()));
            case "target" -> new MetadataRecord.TargetSet(Target.decode(line));
            case "active" -> new MetadataRecord.TermsActive(terms(line));
            case "coordinators" -> new MetadataRecord.CoordinatorsChanged(coordinators(line));
            case "leap" -> new MetadataRecord.EpochLeapt(line.longNumber());
            case "acknowledged" -> new MetadataRecord.LossAcknowledged(line.longNumber());
            case "accepted" -> new MetadataRecord.LossAccepted(freshLists(line));
            case "writes" -> new MetadataRecord.WritesSeen();
            default -> throw line.junk();
        };
    }

    /** The view has lines of its own, and a record is one line; a cut is seen where the view would not show it. */
    private static MetadataRecord rebuilt(RecordLine line) {
        String word = line.word();
        MetadataRecord.ClusterRebuilt record = MetadataRecord.ClusterRebuilt.of(
                ViewCodec.decode(Base64.getDecoder().decode(word)));
        if (!oneWord(record).equals(word)) {
            throw line.junk();
        }
        return record;
    }

    private static String oneWord(MetadataRecord.ClusterRebuilt record) {
        return Base64.getEncoder().encodeToString(record.view().getBytes(UTF_8));
    }

    private static Member member(RecordLine line) {
        return new Member(
                line.word(),
                line.word(),
                line.longNumber(),
                line.word(),
                line.number(),
                line.marked(ZONE_MARK),
                line.number(),
                MemberState.valueOf(line.word()),
                line.longNumber(),
                line.flag());
    }

    private static List<MetadataRecord.SlotsAssigned.ListOfSlots> lists(RecordLine line) {
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = new ArrayList<>();
        while (line.hasMore()) {
            lists.add(new MetadataRecord.SlotsAssigned.ListOfSlots(
                    voters(line.word()), line.word(), SlotSet.parse(line.word())));
        }
        return lists;
    }

    private static List<MetadataRecord.LossAccepted.FreshSlots> freshLists(RecordLine line) {
        List<MetadataRecord.LossAccepted.FreshSlots> lists = new ArrayList<>();
        while (line.hasMore()) {
            lists.add(new MetadataRecord.LossAccepted.FreshSlots(
                    new MetadataRecord.LossAccepted.Fresh(
                            voters(line.word()), left(line.marked(LEFT_MARK)), line.word()),
                    SlotSet.parse(line.word())));
        }
        return lists;
    }

    private static List<Voter> left(String text) {
        return text.isEmpty() ? List.of() : voters(text);
    }

    private static List<MetadataRecord.PrimariesChanged.Heir> heirs(RecordLine line) {
        List<MetadataRecord.PrimariesChanged.Heir> heirs = new ArrayList<>();
        while (line.hasMore()) {
            heirs.add(new MetadataRecord.PrimariesChanged.Heir(
                    line.word(), SlotSet.parse(line.word())));
        }
        return heirs;
    }

    private static List<Coordinator> coordinators(RecordLine line) {
        List<Coordinator> coordinators = new ArrayList<>();
        while (line.hasMore()) {
            coordinators.add(new Coordinator(line.word(), line.word(), line.number()));
        }
        return coordinators;
    }

    private static List<SlotTerms.Entry> terms(RecordLine line) {
        List<SlotTerms.Entry> terms = new ArrayList<>();
        while (line.hasMore()) {
            terms.add(new SlotTerms.Entry(line.longNumber(), SlotSet.parse(line.word())));
        }
        return terms;
    }

    static String voters(List<Voter> voters) {
        StringBuilder text = new StringBuilder();
        for (Voter voter : voters) {
            text.append(text.length() == 0 ? "" : ",").append(voter);
        }
        return text.toString();
    }

    static List<Voter> voters(String text) {
        List<Voter> voters = new ArrayList<>();
        for (String voter : text.split(",", -1)) {
            voters.add(Voter.parse(voter));
        }
        return voters;
    }

    private static final class Encoder implements MetadataRecord.Handler {
        private final StringBuilder line = new StringBuilder();

        private void words(Object... words) {
            for (Object word : words) {
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
        }

        @Override
        public void created(MetadataRecord.ClusterCreated r) {
            words("cluster", r.clusterId(), r.name(), r.replicas(), r.virtualNodes());
        }

        @Override
        public void rebuilt(MetadataRecord.ClusterRebuilt r) {
            words("rebuilt", oneWord(r));
        }

        @Override
        public void registered(MetadataRecord.MemberRegistered r) {
            Member m = r.member();
            words(
                    "member",
                    m.id(),
                    m.dataId(),
                    m.incarnation(),
                    m.host(),
                    m.port(),
                    ZONE_MARK + m.zone());
            words(m.weight(), m.state(), m.lostEpoch(), m.doubtful());
        }

        @Override
        public void state(MetadataRecord.MemberStateChanged r) {
            words("state", r.id(), r.state());
        }

        @Override
        public void doubt(MetadataRecord.MemberDoubt r) {
            words("doubt", r.id(), r.doubtful());
        }

        @Override
        public void assigned(MetadataRecord.SlotsAssigned r) {
            words("assign");
            r.lists().forEach(list -> words(voters(list.voters()), list.primary(), list.slots()));
        }

        @Override
        public void primaries(MetadataRecord.PrimariesChanged r) {
            words("primaries", r.doubtAccepted());
            r.heirs().forEach(heir -> words(heir.node(), heir.slots()));
        }

        @Override
        public void moveBegun(MetadataRecord.MoveBegun r) {
            words("move", voters(r.next()), r.slots());
        }

        @Override
        public void target(MetadataRecord.TargetSet r) {
            words("target", r.target().encode());
        }

        @Override
        public void active(MetadataRecord.TermsActive r) {
            words("active");
            r.terms().forEach(term -> words(term.term(), term.slots()));
        }

        @Override
        public void leapt(MetadataRecord.EpochLeapt r) {
            words("leap", r.by());
        }

        @Override
        public void coordinators(MetadataRecord.CoordinatorsChanged r) {
            words("coordinators");
            r.coordinators().forEach(one -> words(one.id(), one.host(), one.port()));
        }

        @Override
        public void acknowledged(MetadataRecord.LossAcknowledged r) {
            words("acknowledged", r.epoch());
        }

        @Override
        public void accepted(MetadataRecord.LossAccepted r) {
            words("accepted");
            r.lists()
                    .forEach(list -> words(
                            voters(list.fresh().voters()),
                            LEFT_MARK + voters(list.fresh().left()),
                            list.fresh().primary(),
                            list.slots()));
        }

        @Override
        public void writes(MetadataRecord.WritesSeen r) {
            words("writes");
        }
    }
}
