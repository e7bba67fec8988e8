package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The replayed state of the metadata log. Nothing but {@link #apply} changes it, and it decides nothing: the same
 * entries give the same state on every coordinator. An entry that is not based on the state it meets, because it was
 * appended twice or by a leader that was behind, is skipped by all alike.
 */
public final class Metadata implements MetadataRecord.Handler {
    private String clusterId = "";
    private String clusterName = "";
    private int replicas;
    private int virtualNodes;
    private long version;
    private long epoch;
    private boolean writesSeen;
    private EpochGaps gaps = EpochGaps.NONE;
    private PossibleLoss loss = PossibleLoss.NONE;
    private final Map<String, Member> members = new TreeMap<>();
    private final @Nullable Assignment[] assignments = new @Nullable Assignment[SlotSet.SLOTS];
    private final SlotHistory[] histories = new SlotHistory[SlotSet.SLOTS];
    private final Map<Assignment, Assignment> shared = new LinkedHashMap<>();
    private final Map<SlotHistory, SlotHistory> sharedHistories = new LinkedHashMap<>();
    private View view = View.none();

    public Metadata() {
        Arrays.fill(histories, SlotHistory.NONE);
    }

    /** Entries applied; an entry names the version it is based on. */
    public long version() {
        return version;
    }

    public View view() {
        return view;
    }

    public boolean created() {
        return !clusterId.isEmpty();
    }

    /** A write was acknowledged at some time: lists change only by moving data. */
    public boolean writesSeen() {
        return writesSeen;
    }

    /** What is to be reported until it is acknowledged. */
    PossibleLoss loss() {
        return loss;
    }

    SlotHistory history(int slot) {
        return histories[slot];
    }

    /** Every list of which a take-over asks a majority (rule T1), the current one first; none while unassigned. */
    List<List<Voter>> lists(int slot) {
        Assignment assignment = assignments[slot];
        List<List<Voter>> lists = new ArrayList<>();
        if (assignment != null) {
            lists.add(assignment.voters());
            lists.addAll(histories[slot].othersThan(assignment.voters()));
        }
        return lists;
    }

    /** How many slots each primary has whose terms have not been reported active: it takes them over, or was about to. */
    Map<String, Integer> slotsNotActive() {
        Map<String, Integer> byPrimary = new TreeMap<>();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = assignments[slot];
            if (assignment != null && histories[slot].active() < assignment.term()) {
                byPrimary.merge(assignment.primary(), 1, Integer::sum);
            }
        }
        return byPrimary;
    }

    /** Applies an entry; false when it was not based on this state and is skipped. */
    public boolean apply(LogEntry entry) {
        if (entry.basedOn() != version) {
            return false;
        }
        version++;
        if (entry.changesView()) {
            epoch++;
        }
        for (MetadataRecord record : entry.records()) {
            record.accept(this);
        }
        shared.clear();
        sharedHistories.clear();
        if (entry.changesView()) {
            publish();
        }
        return true;
    }

    private void publish() {
        view = new View(
                clusterId,
                clusterName,
                epoch,
                replicas,
                virtualNodes,
                new ArrayList<>(members.values()),
                assignments.clone(),
                gaps);
    }

    @Override
    public void created(MetadataRecord.ClusterCreated record) {
        clusterId = record.clusterId();
        clusterName = record.name();
        replicas = record.replicas();
        virtualNodes = record.virtualNodes();
    }

    /** Lists before the current one may still count: only a term that is reported active lets them go. */
    @Override
    public void rebuilt(MetadataRecord.ClusterRebuilt record) {
        View carried = record.decoded();
        long reached = Math.max(epoch, carried.epoch());
        take(carried);
        epoch = reached;
        writesSeen = true;
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = assignments[slot];
            histories[slot] =
                    assignment == null ? SlotHistory.NONE : SlotHistory.carriedBy(assignment);
        }
    }

    @Override
    public void registered(MetadataRecord.MemberRegistered record) {
        Member member = record.member();
        members.put(member.id(), member);
        if (member.doubtful()) {
            doubtAnew(new Voter(member.id(), member.dataId()));
        }
    }

    /** Terms that accepted an earlier doubt of this store say nothing about the one that it comes back with. */
    private void doubtAnew(Voter voter) {
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment current = assignments[slot];
            if (current != null && current.doubtAccepted() && current.counts(voter)) {
                Assignment doubted = current.withDoubtAccepted(false);
                assignments[slot] = shared.computeIfAbsent(doubted, a -> a);
            }
        }
    }

    @Override
    public void state(MetadataRecord.MemberStateChanged record) {
        members.computeIfPresent(record.id(), (id, member) -> member.withState(record.state()));
    }

    @Override
    public void doubt(MetadataRecord.MemberDoubt record) {
        members.computeIfPresent(
                record.id(), (id, member) -> member.withDoubtful(record.doubtful()));
    }

    @Override
    public void assigned(MetadataRecord.SlotsAssigned record) {
        for (MetadataRecord.SlotsAssigned.ListOfSlots list : record.lists()) {
            list.slots().forEach(slot -> newTerm(slot, list.primary(), list.voters(), false));
        }
    }

    @Override
    public void primaries(MetadataRecord.PrimariesChanged record) {
        for (MetadataRecord.PrimariesChanged.Heir heir : record.heirs()) {
            if (record.doubtAccepted() && writesSeen) {
                loss = loss.with(epoch, heir.slots());
            }
            heir.slots().forEach(slot -> {
                Assignment current = assignments[slot];
                if (current != null) {
                    newTerm(slot, heir.node(), current.voters(), record.doubtAccepted());
                }
            });
        }
    }

    /** The one place where a term comes from: the epoch of this entry (rule E1). */
    private void newTerm(int slot, String primary, List<Voter> voters, boolean doubtAccepted) {
        Assignment before = assignments[slot];
        Member member = members.get(primary);
        long incarnation = member == null ? 0 : member.incarnation();
        if (before != null) {
            Member loser = members.get(before.primary());
            boolean leaves =
                    !before.primary().equals(primary) || before.primaryIncarnation() != incarnation;
            if (leaves && loser != null) {
                members.put(loser.id(), loser.withLostEpoch(epoch));
            }
        }
        List<List<Voter>> prior = histories[slot].othersThan(voters);
        Assignment after = new Assignment(
                epoch, primary, incarnation, voters, List.of(), doubtAccepted, prior);
        assignments[slot] = shared.computeIfAbsent(after, a -> a);
        histories[slot] = shared(histories[slot].with(epoch, voters));
    }

    @Override
    public void learner(MetadataRecord.LearnerNamed record) {
        List<Voter> learners = List.of(record.learner());
        record.slots().forEach(slot -> {
            Assignment current = assignments[slot];
            if (current != null) {
                Assignment named = current.withLearners(learners);
                assignments[slot] = shared.computeIfAbsent(named, a -> a);
            }
        });
    }

    @Override
    public void active(MetadataRecord.TermsActive record) {
        for (SlotTerms.Entry entry : record.terms()) {
            entry.slots()
                    .forEach(slot ->
                            histories[slot] = shared(histories[slot].activated(entry.term())));
        }
    }

    private SlotHistory shared(SlotHistory history) {
        return sharedHistories.computeIfAbsent(history, same -> same);
    }

    /** What lists there were before counts no more; each store that is left does. */
    @Override
    public void accepted(MetadataRecord.LossAccepted record) {
        for (MetadataRecord.LossAccepted.FreshSlots list : record.lists()) {
            MetadataRecord.LossAccepted.Fresh fresh = list.fresh();
            loss = loss.with(epoch, list.slots());
            list.slots().forEach(slot -> {
                histories[slot] = SlotHistory.ofEach(epoch - 1, fresh.left());
                newTerm(slot, fresh.primary(), fresh.voters(), true);
            });
        }
    }

    @Override
    public void leapt(MetadataRecord.EpochLeapt record) {
        gaps = gaps.with(epoch, epoch + record.by() - 1);
        epoch += record.by();
    }

    @Override
    public void acknowledged(MetadataRecord.LossAcknowledged record) {
        loss = loss.epoch() == record.epoch() ? PossibleLoss.NONE : loss;
    }

    @Override
    public void writes(MetadataRecord.WritesSeen record) {
        writesSeen = true;
    }

    /** Everything, for a snapshot of the log. */
    public byte[] snapshot() {
        return MetadataSnapshot.encode(version, writesSeen, loss, view, histories);
    }

    /** Replaces this state by a snapshot. */
    public void restore(byte[] bytes) {
        MetadataSnapshot snapshot = MetadataSnapshot.decode(bytes);
        view = snapshot.view();
        take(view);
        version = snapshot.version();
        writesSeen = snapshot.writesSeen();
        loss = snapshot.loss();
        System.arraycopy(snapshot.histories(), 0, histories, 0, histories.length);
    }

    private void take(View whole) {
        clusterId = whole.clusterId();
        clusterName = whole.clusterName();
        replicas = whole.replicas();
        virtualNodes = whole.virtualNodes();
        epoch = whole.epoch();
        gaps = whole.gaps();
        members.clear();
        whole.members().forEach(member -> members.put(member.id(), member));
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            assignments[slot] = whole.assignment(slot);
        }
    }
}
