package io.ringkv.protocol.view;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/**
 * The cluster's metadata at one epoch; immutable. Before the cluster has formed no slot has an assignment.
 * Newer views replace older ones; nobody ever goes back (rule M4).
 */
public final class View {
    /** The slots that are served alike; at least one. */
    public record Share(Assignment assignment, SlotSet slots) {}

    private final String clusterId;
    private final String clusterName;
    private final long epoch;
    private final int replicas;
    private final int virtualNodes;
    private final List<Member> members;
    private final Assignments assignments;
    private final EpochGaps gaps;
    private final List<Coordinator> coordinators;

    /** The text form, once somebody has asked for it; many may, and it is not cheap. */
    private volatile byte @Nullable [] encoded;

    /** A view that names no coordinators. */
    public View(
            String clusterId,
            String clusterName,
            long epoch,
            int replicas,
            int virtualNodes,
            List<Member> members,
            List<Share> shares,
            EpochGaps gaps) {
        this(
                clusterId,
                clusterName,
                epoch,
                replicas,
                virtualNodes,
                members,
                shares,
                gaps,
                List.of());
    }

    /**
     * @param members sorted by id
     * @param shares in any order, no slot in two of them; slots in none are unassigned
     * @param gaps epochs below this one that its history does not have
     * @param coordinators sorted by id; none in views from before they were named
     */
    public View(
            String clusterId,
            String clusterName,
            long epoch,
            int replicas,
            int virtualNodes,
            List<Member> members,
            List<Share> shares,
            EpochGaps gaps,
            List<Coordinator> coordinators) {
        this(
                clusterId,
                clusterName,
                epoch,
                replicas,
                virtualNodes,
                members,
                Assignments.of(shares),
                gaps,
                coordinators);
    }

    View(
            String clusterId,
            String clusterName,
            long epoch,
            int replicas,
            int virtualNodes,
            List<Member> members,
            Assignments assignments,
            EpochGaps gaps,
            List<Coordinator> coordinators) {
        this.clusterId = clusterId;
        this.clusterName = clusterName;
        this.epoch = epoch;
        this.replicas = replicas;
        this.virtualNodes = virtualNodes;
        this.members = List.copyOf(members);
        this.assignments = assignments;
        this.gaps = gaps;
        this.coordinators = List.copyOf(coordinators);
    }

    /** The view before any: epoch 0, nobody. */
    public static View none() {
        return new View("", "", 0, 0, 0, List.of(), List.of(), EpochGaps.NONE);
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

    /** The members of the metadata log, and where to reach them. */
    public List<Coordinator> coordinators() {
        return coordinators;
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
        return holder != null && holder.isUp();
    }

    Assignments assignments() {
        return assignments;
    }

    public @Nullable Assignment assignment(int slot) {
        return assignments.get(slot);
    }

    /** Which slots are served alike, for each way: few, where slots are many. The first slot of each is ascending. */
    public List<Share> shares() {
        return assignments.shares();
    }

    /** Those that are assigned. */
    public SlotSet slots() {
        BitSet assigned = new BitSet(SlotSet.SLOTS);
        shares().forEach(share -> share.slots().addTo(assigned));
        return SlotSet.of(assigned);
    }

    /** The slots that are served otherwise than in that view, by somebody or by nobody any more. */
    public SlotSet changedSince(View before) {
        return before == this ? SlotSet.NONE : assignments.changedSince(before.assignments);
    }

    /** No coordinator has been heard yet: {@link #none}. */
    public boolean isNone() {
        return epoch == 0;
    }

    /** True once slots have been handed out. */
    public boolean formed() {
        return assignments.get(0) != null;
    }

    /** The node that orders this slot's writes, null while nobody does. */
    public @Nullable Member primaryOf(int slot) {
        Assignment assignment = assignment(slot);
        return assignment == null ? null : member(assignment.primary());
    }
}
