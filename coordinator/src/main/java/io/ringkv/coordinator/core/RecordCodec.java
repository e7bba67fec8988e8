package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;

/** The text form of metadata records, one line each: encode and decode side by side. */
final class RecordCodec {
    private RecordCodec() {}

    static String encode(MetadataRecord record) {
        Encoder encoder = new Encoder();
        record.accept(encoder);
        return encoder.line.toString();
    }

    static MetadataRecord decode(String line) {
        String[] f = line.split(" ", -1);
        return switch (f[0]) {
            case "cluster" ->
                new MetadataRecord.ClusterCreated(
                        f[1], f[2], Integer.parseInt(f[3]), Integer.parseInt(f[4]));
            case "member" -> new MetadataRecord.MemberRegistered(member(f));
            case "state" -> new MetadataRecord.MemberStateChanged(f[1], MemberState.valueOf(f[2]));
            case "doubt" -> new MetadataRecord.MemberDoubt(f[1], Boolean.parseBoolean(f[2]));
            case "assign" -> new MetadataRecord.SlotsAssigned(lists(f));
            case "primaries" ->
                new MetadataRecord.PrimariesChanged(heirs(f), Boolean.parseBoolean(f[1]));
            case "learner" ->
                new MetadataRecord.LearnerNamed(Voter.parse(f[1]), SlotSet.parse(f[2]));
            case "active" -> new MetadataRecord.TermsActive(terms(f));
            case "writes" -> new MetadataRecord.WritesSeen();
            default ->
                throw new IllegalArgumentException("not a record of the metadata log: " + line);
        };
    }

    private static Member member(String[] f) {
        return new Member(
                f[1],
                f[2],
                Long.parseLong(f[3]),
                f[4],
                Integer.parseInt(f[5]),
                f[6].substring(1),
                Integer.parseInt(f[7]),
                MemberState.valueOf(f[8]),
                Long.parseLong(f[9]),
                Boolean.parseBoolean(f[10]));
    }

    private static List<MetadataRecord.SlotsAssigned.ListOfSlots> lists(String[] f) {
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = new ArrayList<>();
        for (int i = 1; i < f.length; i += 3) {
            lists.add(new MetadataRecord.SlotsAssigned.ListOfSlots(
                    voters(f[i]), f[i + 1], SlotSet.parse(f[i + 2])));
        }
        return lists;
    }

    private static List<MetadataRecord.PrimariesChanged.Heir> heirs(String[] f) {
        List<MetadataRecord.PrimariesChanged.Heir> heirs = new ArrayList<>();
        for (int i = 2; i < f.length; i += 2) {
            heirs.add(new MetadataRecord.PrimariesChanged.Heir(f[i], SlotSet.parse(f[i + 1])));
        }
        return heirs;
    }

    private static List<SlotTerms.Entry> terms(String[] f) {
        List<SlotTerms.Entry> terms = new ArrayList<>();
        for (int i = 1; i < f.length; i += 2) {
            terms.add(new SlotTerms.Entry(Long.parseLong(f[i]), SlotSet.parse(f[i + 1])));
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
        public void registered(MetadataRecord.MemberRegistered r) {
            Member m = r.member();
            words(
                    "member",
                    m.id(),
                    m.dataId(),
                    m.incarnation(),
                    m.host(),
                    m.port(),
                    "=" + m.zone());
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
        public void learner(MetadataRecord.LearnerNamed r) {
            words("learner", r.learner(), r.slots());
        }

        @Override
        public void active(MetadataRecord.TermsActive r) {
            words("active");
            r.terms().forEach(term -> words(term.term(), term.slots()));
        }

        @Override
        public void writes(MetadataRecord.WritesSeen r) {
            words("writes");
        }
    }
}
