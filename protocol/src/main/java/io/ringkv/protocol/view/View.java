package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster's metadata at one epoch; immutable. Before the cluster has formed no slot has an assignment.
 * Newer views replace older ones; nobody ever goes back (rule M4).
 */
public final class View {
    /** The slots that are served alike. */
    public record Share(Assignment assignment, SlotSet slots) {}

    private final String clusterId;
    private final String clusterName;
    private final long epoch;
    private final int replicas;
    private final int virtualNodes;
    private final List<Member> members;
    private final @Nullable Assignment[] assignments;
    private final EpochGaps gaps;

    /** The text form, once somebody has asked for it; many may, and it is not cheap. */
    private byte @Nullable [] encoded;

    /** Once somebody has asked. */
    private @Nullable List<Share> shares;

    /**
     * @param members sorted by id
     * @param assignments one per slot, null while unassigned; not copied, not to be changed afterwards
     * @param gaps epochs below this one that its history does not have
     */
    public View(
            String clusterId,
            String clusterName,
            long epoch,
            int replicas,
            int virtualNodes,
            List<Member> members,
            @Nullable Assignment[] assignments,
            EpochGaps gaps) {
        if (assignments.length != SlotSet.SLOTS) {
            throw new IllegalArgumentException(
                    "a view has " + SlotSet.SLOTS + " slots, not " + assignments.length);
        }
        this.clusterId = clusterId;
        this.clusterName = clusterName;
        this.epoch = epoch;
        this.replicas = replicas;
        this.virtualNodes = virtualNodes;
        this.members = List.copyOf(members);
        this.assignments = assignments;
        this.gaps = gaps;
    }

    /** The view before any: epoch 0, nobody. */
    public static View none() {
        return new View(
                "",
                "",
                0,
                0,
                0,
                List.of(),
                new @Nullable Assignment[SlotSet.SLOTS],
                EpochGaps.NONE);
    }

    byte @Nullable [] encoded() {
        return encoded;
    }

    void encoded(byte[] text) {
        encoded = text;
    }

    public String clusterId() {
        return clusterId;
    }

    public String clusterName() {
        return clusterName;
    }

    public long epoch() {
        return epoch;
    }

    public EpochGaps gaps() {
        return gaps;
    }

    /** Whether whoever has seen that epoch has seen another history than this one, or more of it. */
    public boolean lacks(long seen) {
        return seen > epoch || gaps.contains(seen);
    }

    public int replicas() {
        return replicas;
    }

    public int virtualNodes() {
        return virtualNodes;
    }

    public List<Member> members() {
        return members;
    }

    public @Nullable Member member(String id) {
        for (Member member : members) {
            if (member.id().equals(id)) {
                return member;
            }
        }
        return null;
    }

    /** The member that runs with this very disk, null when none does: its node may be here with another one. */
    public @Nullable Member holder(Voter voter) {
        Member member = member(voter.node());
        return member != null && member.dataId().equals(voter.dataId()) ? member : null;
    }

    /** Its node is UP, and with this disk. */
    public boolean isUp(Voter voter) {
        Member holder = holder(voter);
        return holder != null && holder.state() == MemberState.UP;
    }

    public @Nullable Assignment assignment(int slot) {
        return assignments[slot];
    }

    /** Which slots are served alike, for each way: few, where slots are many. The first slot of each is ascending. */
    public List<Share> shares() {
        List<Share> known = shares;
        if (known == null) {
            Map<Assignment, BitSet> slotsOf = new LinkedHashMap<>();
            for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
                Assignment assignment = assignments[slot];
                if (assignment != null) {
                    slotsOf.computeIfAbsent(assignment, a -> new BitSet(SlotSet.SLOTS))
                            .set(slot);
                }
            }
            List<Share> found = new ArrayList<>();
            slotsOf.forEach(
                    (assignment, slots) -> found.add(new Share(assignment, SlotSet.of(slots))));
            known = List.copyOf(found);
            shares = known;
        }
        return known;
    }

    /** True once slots have been handed out. */
    public boolean formed() {
        return assignments[0] != null;
    }

    /** The node that orders this slot's writes, null while nobody does. */
    public @Nullable Member primaryOf(int slot) {
        Assignment assignment = assignments[slot];
        return assignment == null ? null : member(assignment.primary());
    }
}
