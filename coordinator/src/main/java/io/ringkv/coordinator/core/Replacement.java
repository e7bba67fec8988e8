package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null && isReplaced(assignment, here)) {
                slots.set(slot, assignment.learners().isEmpty());
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
        Map<Assignment, BitSet> ready = new LinkedHashMap<>();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            boolean inSync = !node.behind.contains(slot);
            if (assignment != null && inSync && assignment.learners().contains(here)) {
                ready.computeIfAbsent(assignment, a -> new BitSet(SlotSet.SLOTS))
                        .set(slot);
            }
        }
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = new ArrayList<>();
        ready.forEach((assignment, slots) -> lists.add(new MetadataRecord.SlotsAssigned.ListOfSlots(
                replaced(assignment.voters(), here), assignment.primary(), SlotSet.of(slots))));
        return lists.isEmpty() ? List.of() : List.of(new MetadataRecord.SlotsAssigned(lists));
    }

    private static List<Voter> replaced(List<Voter> voters, Voter here) {
        return voters.stream()
                .map(voter -> voter.node().equals(here.node()) ? here : voter)
                .toList();
    }
}
