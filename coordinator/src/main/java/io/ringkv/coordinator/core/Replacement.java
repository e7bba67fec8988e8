package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A node that comes back in its own place with another disk: it becomes a learner wherever its old disk was a voter,
 * and takes that place in a new term once it is in sync (rules T4 to T6). The place it had stays in the list until
 * then, and counts as a replica that is away.
 */
final class Replacement {
    private final Metadata metadata;
    private final Watch watch;

    Replacement(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
    }

    /** Names the node a learner where its old disk is a voter and it is not one yet. */
    List<MetadataRecord> learners(String id) {
        View view = metadata.view();
        Member member = view.member(id);
        if (member == null) {
            return List.of();
        }
        Voter here = new Voter(id, member.dataId());
        BitSet slots = new BitSet(SlotSet.SLOTS);
        for (View.Share share : view.shares()) {
            Assignment assignment = share.assignment();
            if (isReplaced(assignment, here) && assignment.learners().isEmpty()) {
                share.slots().forEach(slots::set);
            }
        }
        return slots.isEmpty()
                ? List.of()
                : List.of(new MetadataRecord.LearnerNamed(here, SlotSet.of(slots)));
    }

    private static boolean isReplaced(Assignment assignment, Voter here) {
        Voter voter = assignment.voter(here.node());
        return voter != null && !voter.equals(here);
    }

    /** New terms, with the node in its place, for the slots that it reported to be in sync. */
    List<MetadataRecord> promote(String id) {
        View view = metadata.view();
        Member member = view.member(id);
        Watch.Node node = watch.of(id);
        if (member == null || node.epoch < view.epoch()) {
            return List.of();
        }
        Voter here = new Voter(id, member.dataId());
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = new ArrayList<>();
        for (View.Share share : view.shares()) {
            Assignment assignment = share.assignment();
            SlotSet inSync = share.slots().without(node.behind);
            if (assignment.learners().contains(here) && !inSync.isEmpty()) {
                lists.add(new MetadataRecord.SlotsAssigned.ListOfSlots(
                        replaced(assignment.voters(), here), assignment.primary(), inSync));
            }
        }
        return lists.isEmpty() ? List.of() : List.of(new MetadataRecord.SlotsAssigned(lists));
    }

    private static List<Voter> replaced(List<Voter> voters, Voter here) {
        return voters.stream()
                .map(voter -> voter.node().equals(here.node()) ? here : voter)
                .toList();
    }
}
