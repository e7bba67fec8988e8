package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One change of the metadata. Records of one log entry are applied together and make one epoch; each names sets of
 * slots, so that a node's death is a handful of records, however many slots it held (rule M1).
 */
public sealed interface MetadataRecord {
    /** Applies each kind; a kind that is not handled does not compile. */
    interface Handler {
        void created(ClusterCreated record);

        void rebuilt(ClusterRebuilt record);

        void registered(MemberRegistered record);

        void state(MemberStateChanged record);

        void doubt(MemberDoubt record);

        void assigned(SlotsAssigned record);

        void primaries(PrimariesChanged record);

        void moveBegun(MoveBegun record);

        void target(TargetSet record);

        void active(TermsActive record);

        void writes(WritesSeen record);

        void acknowledged(LossAcknowledged record);

        void accepted(LossAccepted record);

        void leapt(EpochLeapt record);

        void coordinators(CoordinatorsChanged record);
    }

    void accept(Handler handler);

    /** The first record of a cluster. */
    record ClusterCreated(String clusterId, String name, int replicas, int virtualNodes)
            implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.created(this);
        }
    }

    /**
     * The first record of a log that replaces a lost one: everything that nodes carried.
     *
     * @param view its text form
     */
    record ClusterRebuilt(String view) implements MetadataRecord {
        static ClusterRebuilt of(View view) {
            return new ClusterRebuilt(new String(ViewCodec.encode(view), StandardCharsets.UTF_8));
        }

        View decoded() {
            return ViewCodec.decode(view.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void accept(Handler handler) {
            handler.rebuilt(this);
        }
    }

    /** A node joined, came back, or moved. */
    record MemberRegistered(Member member) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.registered(this);
        }
    }

    /** A node's state changed. */
    record MemberStateChanged(String id, MemberState state) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.state(this);
        }
    }

    /** A node's store is doubtful, or was brought in sync. */
    record MemberDoubt(String id, boolean doubtful) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.doubt(this);
        }
    }

    /** New lists, each with its primary. A new term for every slot named. */
    record SlotsAssigned(List<ListOfSlots> lists) implements MetadataRecord {
        /** The slots that share a list. */
        public record ListOfSlots(List<Voter> voters, String primary, SlotSet slots) {}

        @Override
        public void accept(Handler handler) {
            handler.assigned(this);
        }
    }

    /**
     * New primaries from the existing lists. A new term for every slot named.
     *
     * @param doubtAccepted doubtful stores count in these terms
     */
    record PrimariesChanged(List<Heir> heirs, boolean doubtAccepted) implements MetadataRecord {
        /** The slots that go to one node. */
        public record Heir(String node, SlotSet slots) {}

        @Override
        public void accept(Handler handler) {
            handler.primaries(this);
        }
    }

    /**
     * Another list is to follow: those of it that are no voters yet get the copy and every write, and count for nothing
     * (rule T4). The term stays; giving the move up is a new one (rule T5).
     */
    record MoveBegun(List<Voter> next, SlotSet slots) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.moveBegun(this);
        }
    }

    /** Where data belongs from now on. */
    record TargetSet(Target target) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.target(this);
        }
    }

    /** Primaries reported that these terms recovered every key on a majority (rule T3). */
    record TermsActive(List<SlotTerms.Entry> terms) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.active(this);
        }
    }

    /** The epoch of this entry is so much higher than the one before it, and one more. */
    record EpochLeapt(long by) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.leapt(this);
        }
    }

    /** A person has read of the possible loss that was reported in this epoch. */
    record LossAcknowledged(long epoch) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.acknowledged(this);
        }
    }

    /** A person decided to go on without stores that are gone, of slots that had lost a majority of them. */
    record LossAccepted(List<FreshSlots> lists) implements MetadataRecord {
        /**
         * How such slots begin anew.
         *
         * @param voters the list, gone stores replaced by those that their nodes have now
         * @param left the stores that are left, of which no take-over passes any over until a term is active
         */
        public record Fresh(List<Voter> voters, List<Voter> left, String primary) {}

        /** The slots that begin alike. */
        public record FreshSlots(Fresh fresh, SlotSet slots) {}

        @Override
        public void accept(Handler handler) {
            handler.accepted(this);
        }
    }

    /** Who keeps this log, and where each is reached. */
    record CoordinatorsChanged(List<Coordinator> coordinators) implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.coordinators(this);
        }
    }

    /** A write was given a version: from now on lists change only by moving data. */
    record WritesSeen() implements MetadataRecord {
        @Override
        public void accept(Handler handler) {
            handler.writes(this);
        }
    }
}
