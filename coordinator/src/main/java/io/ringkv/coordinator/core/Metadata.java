package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotMap;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

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
    private List<Coordinator> coordinators = List.of();
    private PossibleLoss loss = PossibleLoss.NONE;
    private final Map<String, Member> members = new TreeMap<>();
    private final SlotMap<SlotState> slots = new SlotMap<>();
    private Target target = Target.NONE;
    private View view = View.none();

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

    /** Where data belongs. */
    Target target() {
        return target;
    }

    /** What is to be reported until it is acknowledged. */
    PossibleLoss loss() {
        return loss;
    }

    SlotHistory history(int slot) {
        SlotState state = slots.get(slot);
        return state == null ? SlotHistory.NONE : state.history();
    }

    /** The slots whose state is like this, which is asked once for all that are in the same. */
    SlotSet where(Predicate<SlotState> like) {
        BitSet found = new BitSet(SlotSet.SLOTS);
        slots.forEach((state, theirs) -> {
            if (like.test(state)) {
                theirs.addTo(found);
            }
        });
        return SlotSet.of(found);
    }

    /** As {@link SlotState#lists}; none while the slot is unassigned. */
    List<List<Voter>> lists(int slot) {
        SlotState state = slots.get(slot);
        return state == null ? List.of() : state.lists();
    }

    /**
     * How many slots each primary has whose terms have not been reported active: it takes them over, or is about to.
     * Without a majority of their list it cannot, and they are not counted.
     */
    Map<String, Integer> slotsBeingTakenOver() {
        Map<String, Integer> byPrimary = new TreeMap<>();
        slots.forEach((state, theirs) -> {
            boolean goesOn =
                    state.isTakenOver() && Majority.of(state.assignment().voters(), view::isUp);
            if (goesOn) {
                byPrimary.merge(state.assignment().primary(), theirs.size(), Integer::sum);
            }
        });
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
        if (entry.changesView()) {
            publish();
        }
        return true;
    }

    private void publish() {
        List<View.Share> shares = new ArrayList<>();
        slots.groups(SlotState::assignment)
                .forEach((assignment, theirs) -> shares.add(new View.Share(assignment, theirs)));
        view = new View(
                clusterId,
                clusterName,
                epoch,
                replicas,
                virtualNodes,
                new ArrayList<>(members.values()),
                shares,
                gaps,
                coordinators);
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
        for (View.Share share : carried.shares()) {
            SlotHistory history = SlotHistory.carriedBy(share.assignment());
            slots.put(share.slots(), new SlotState(share.assignment(), history));
        }
        epoch = reached;
        writesSeen = true;
        target = Placing.targetOf(carried);
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
        slots.replace(slots.slots(), state -> {
            Assignment current = state.assignment();
            boolean isAccepted = current.doubtAccepted() && current.counts(voter);
            return isAccepted ? state.with(current.withDoubtAccepted(false)) : state;
        });
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
            String primary = list.primary();
            slots.replace(list.slots(), state -> newTerm(state, primary, list.voters(), false));
            slots.put(
                    list.slots().without(slots.slots()),
                    stateInNewTerm(SlotHistory.NONE, primary, list.voters(), false));
        }
    }

    @Override
    public void primaries(MetadataRecord.PrimariesChanged record) {
        for (MetadataRecord.PrimariesChanged.Heir heir : record.heirs()) {
            if (record.doubtAccepted() && writesSeen) {
                loss = loss.with(epoch, heir.slots());
            }
            slots.replace(
                    heir.slots(),
                    state -> newTerm(
                            state,
                            heir.node(),
                            state.assignment().voters(),
                            record.doubtAccepted()));
        }
    }

    private SlotState newTerm(
            SlotState before, String primary, List<Voter> voters, boolean doubtAccepted) {
        String loses = before.assignment().primary();
        Member loser = members.get(loses);
        boolean leaves = !loses.equals(primary)
                || before.assignment().primaryIncarnation() != incarnation(primary);
        if (leaves && loser != null) {
            members.put(loses, loser.withLostEpoch(epoch));
        }
        return stateInNewTerm(before.history(), primary, voters, doubtAccepted);
    }

    /** The one place where a term comes from: the epoch of this entry (rule E1). */
    private SlotState stateInNewTerm(
            SlotHistory history, String primary, List<Voter> voters, boolean doubtAccepted) {
        Assignment assignment = new Assignment(
                epoch,
                primary,
                incarnation(primary),
                voters,
                List.of(),
                doubtAccepted,
                history.othersThan(voters));
        return new SlotState(assignment, history.with(epoch, voters));
    }

    private long incarnation(String node) {
        Member member = members.get(node);
        return member == null ? 0 : member.incarnation();
    }

    @Override
    public void moveBegun(MetadataRecord.MoveBegun record) {
        slots.replace(
                record.slots(), state -> state.with(state.assignment().withNext(record.next())));
    }

    @Override
    public void target(MetadataRecord.TargetSet record) {
        target = record.target();
        replicas = target.replicas();
    }

    @Override
    public void active(MetadataRecord.TermsActive record) {
        for (SlotTerms.Entry entry : record.terms()) {
            slots.replace(
                    entry.slots(), state -> state.with(state.history().activated(entry.term())));
        }
    }

    /** What lists there were before counts no more; each store that is left does. */
    @Override
    public void accepted(MetadataRecord.LossAccepted record) {
        for (MetadataRecord.LossAccepted.FreshSlots list : record.lists()) {
            MetadataRecord.LossAccepted.Fresh fresh = list.fresh();
            loss = loss.with(epoch, list.slots());
            SlotHistory left = SlotHistory.ofEach(epoch - 1, fresh.left());
            slots.replace(
                    list.slots(),
                    state -> newTerm(state.with(left), fresh.primary(), fresh.voters(), true));
        }
    }

    @Override
    public void leapt(MetadataRecord.EpochLeapt record) {
        gaps = gaps.with(epoch, epoch + record.by() - 1);
        epoch += record.by();
    }

    @Override
    public void coordinators(MetadataRecord.CoordinatorsChanged record) {
        coordinators = record.coordinators();
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
        return MetadataSnapshot.encode(
                version, writesSeen, loss, target, view, slots.groups(SlotState::history));
    }

    /** Replaces this state by a snapshot. */
    public void restore(byte[] bytes) {
        MetadataSnapshot snapshot = MetadataSnapshot.decode(bytes);
        view = snapshot.view();
        take(view);
        coordinators = view.coordinators();
        version = snapshot.version();
        writesSeen = snapshot.writesSeen();
        loss = snapshot.loss();
        target = snapshot.target();
        for (View.Share share : view.shares()) {
            slots.put(share.slots(), new SlotState(share.assignment(), SlotHistory.NONE));
        }
        snapshot.histories()
                .forEach((history, theirs) -> slots.replace(theirs, state -> state.with(history)));
    }

    /** All but the slots, whose histories a view does not have, and the coordinators, which are this log's. */
    private void take(View whole) {
        clusterId = whole.clusterId();
        clusterName = whole.clusterName();
        replicas = whole.replicas();
        virtualNodes = whole.virtualNodes();
        epoch = whole.epoch();
        gaps = whole.gaps();
        members.clear();
        whole.members().forEach(member -> members.put(member.id(), member));
        slots.clear();
    }
}
