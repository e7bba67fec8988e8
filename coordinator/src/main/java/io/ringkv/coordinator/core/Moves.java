package io.ringkv.coordinator.core;

import io.ringkv.coordinator.core.MetadataRecord.SlotsAssigned.ListOfSlots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the list of each slot to where the {@link Target} has it: names the list that is to follow, gives it up when
 * the target has changed since, and begins its term once the primary says that all of it is in sync (rules T4, T5).
 * One change of a slot's list at a time, and none before the last one is active; and only so many slots at once, since
 * each that is on its way has one more copy to write to. Everything is read from the metadata, so any coordinator goes
 * on where another one ended.
 */
final class Moves {
    /** Enough for every node to have something to send; more begin once half of these are done. */
    private static final int SLOTS_AT_ONCE = 4_096;

    private final Metadata metadata;
    private final Watch watch;
    private final int slotsAtOnce;
    private Target placedFor = Target.NONE;
    private int placedVirtualNodes;
    private @Nullable PlacedSlots placed;
    private long settledAt = -1;

    Moves(Metadata metadata, Watch watch) {
        this(metadata, watch, SLOTS_AT_ONCE);
    }

    /** @param slotsAtOnce as the cluster of a test wants it */
    Moves(Metadata metadata, Watch watch, int slotsAtOnce) {
        this.metadata = metadata;
        this.watch = watch;
        this.slotsAtOnce = slotsAtOnce;
    }

    /** Moves to begin, and those to give up; looked for once in each state of the metadata. */
    List<MetadataRecord> next() {
        if (settledAt == metadata.version()
                || metadata.target().mode() == Target.Mode.PAUSED
                || !metadata.view().formed()) {
            return List.of();
        }
        List<MetadataRecord> records = changes();
        if (records.isEmpty()) {
            settledAt = metadata.version();
        }
        return records;
    }

    private List<MetadataRecord> changes() {
        Map<List<Voter>, BitSet> begun = new LinkedHashMap<>();
        Map<ListKey, BitSet> givenUp = new LinkedHashMap<>();
        for (View.Share share : metadata.view().shares()) {
            Assignment now = share.assignment();
            Map<List<Voter>, SlotSet> others = others(share);
            ListKey kept = others.isEmpty() || now.next().isEmpty()
                    ? null
                    : led(now.voters(), now.primary());
            others.forEach((list, slots) -> {
                if (now.next().isEmpty()) {
                    slots.forEach(slot -> {
                        if (metadata.history(slot).active() == now.term()) {
                            begun.computeIfAbsent(list, l -> new BitSet(SlotSet.SLOTS))
                                    .set(slot);
                        }
                    });
                } else if (kept != null) {
                    slots.addTo(givenUp.computeIfAbsent(kept, l -> new BitSet(SlotSet.SLOTS)));
                }
            });
        }
        List<MetadataRecord> records = new ArrayList<>();
        if (!givenUp.isEmpty()) {
            records.add(assigned(givenUp));
        }
        SlotSet now = mayBegin(begun.values());
        begun.forEach((list, slots) -> {
            SlotSet theirs = SlotSet.of(slots).intersection(now);
            if (!theirs.isEmpty()) {
                records.add(new MetadataRecord.MoveBegun(list, theirs));
            }
        });
        return records;
    }

    /** The first of these slots, whose numbers say nothing of where they are: so every node gets some. */
    private SlotSet mayBegin(Collection<BitSet> waiting) {
        BitSet some = new BitSet(SlotSet.SLOTS);
        int room = slotsAtOnce - onTheirWay();
        if (room >= slotsAtOnce / 2) {
            waiting.forEach(some::or);
            int end = 0;
            for (int left = room; left > 0 && some.nextSetBit(end) >= 0; left--) {
                end = some.nextSetBit(end) + 1;
            }
            some.clear(end, SlotSet.SLOTS);
        }
        return SlotSet.of(some);
    }

    /** Those that wait for a node which is away take nobody's room. */
    private int onTheirWay() {
        View view = metadata.view();
        return view.shares().stream()
                .filter(share -> !share.assignment().next().isEmpty()
                        && share.assignment().next().stream().allMatch(view::isUp))
                .mapToInt(share -> share.slots().size())
                .sum();
    }

    /** Of slots that are served alike, those that are to have another list than they have, or than comes, by list. */
    private Map<List<Voter>, SlotSet> others(View.Share share) {
        Assignment now = share.assignment();
        List<Voter> coming = now.next().isEmpty() ? now.voters() : now.next();
        Map<List<Voter>, SlotSet> others = new LinkedHashMap<>();
        placed().of(share.slots(), Voter.nodes(coming)).forEach((ids, slots) -> {
            List<Voter> list = wanted(ids, now);
            if (list != null && !list.equals(coming)) {
                others.merge(list, slots, SlotSet::union);
            }
        });
        return others;
    }

    /**
     * The list that the slot is to have, as far as it can be had now: nobody becomes a learner who is not there, and a
     * majority of it is. Null for no better one than there is or comes.
     */
    private @Nullable List<Voter> wanted(List<String> ids, Assignment now) {
        if (metadata.target().mode() == Target.Mode.CANCELLED) {
            return now.voters();
        }
        View view = metadata.view();
        List<Voter> list = new ArrayList<>();
        for (String id : ids) {
            Member member = view.member(id);
            if (member != null) {
                Voter here = new Voter(id, member.dataId());
                if (now.voters().contains(here) || member.isUp()) {
                    list.add(here);
                }
            }
        }
        boolean isEnough = !list.isEmpty()
                && list.size() >= Math.min(ids.size(), now.voters().size());
        return isEnough && Majority.of(list, view::isUp) ? list : null;
    }

    /** Where the target has each slot, computed once for each target. */
    PlacedSlots placed() {
        Target target = metadata.target();
        int virtualNodes = metadata.view().virtualNodes();
        PlacedSlots known = placed;
        if (known == null
                || !target.members().equals(placedFor.members())
                || target.replicas() != placedFor.replicas()
                || virtualNodes != placedVirtualNodes) {
            known = PlacedSlots.compute(target.members(), target.replicas(), virtualNodes);
            placed = known;
            placedFor = target;
            placedVirtualNodes = virtualNodes;
        }
        return known;
    }

    /**
     * {@code PROMOTE}: of these slots, in these terms, the whole list that is to follow is in sync with the primary, and
     * nothing is under way. One epoch, one record; what does not fit the view any more stays as it is.
     */
    Decision promote(String from, long incarnation, List<SlotTerms.Entry> terms) {
        Map<ListKey, BitSet> slotsByList = new LinkedHashMap<>();
        for (SlotTerms.Entry entry : terms) {
            entry.slots().forEach(slot -> {
                Assignment now = active(slot, entry.term());
                boolean isTheirs = now != null
                        && now.primary().equals(from)
                        && now.primaryIncarnation() == incarnation;
                ListKey after = now != null && isTheirs ? led(now.next(), from) : null;
                if (after != null) {
                    slotsByList
                            .computeIfAbsent(after, list -> new BitSet(SlotSet.SLOTS))
                            .set(slot);
                }
            });
        }
        if (slotsByList.isEmpty()) {
            return Decision.answer(
                    Reply.error(
                            ErrorCode.UNAVAILABLE,
                            "none of these slots is to have another list in that term; they stay as they are"));
        }
        return new Decision(List.of(assigned(slotsByList)), Reply.ok());
    }

    private static MetadataRecord assigned(Map<ListKey, BitSet> slotsByList) {
        List<ListOfSlots> lists = new ArrayList<>();
        slotsByList.forEach((list, slots) ->
                lists.add(new ListOfSlots(list.voters, list.primary, SlotSet.of(slots))));
        return new MetadataRecord.SlotsAssigned(lists);
    }

    private record ListKey(List<Voter> voters, String primary) {}

    /** The primary stays, if it is in the list and sound; null when most of it is not, or there is no list. */
    private @Nullable ListKey led(List<Voter> list, String primary) {
        View view = metadata.view();
        if (list.isEmpty()) {
            return null;
        }
        List<String> able = list.stream()
                .filter(voter -> isSound(view.holder(voter)))
                .map(Voter::node)
                .toList();
        if (able.size() < Majority.of(list.size())) {
            return null;
        }
        String well = able.stream()
                .filter(node -> !watch.of(node).unwell())
                .findFirst()
                .orElse(able.get(0));
        return new ListKey(list, able.contains(primary) ? primary : well);
    }

    private static boolean isSound(@Nullable Member holder) {
        return holder != null && holder.isUp() && !holder.doubtful();
    }

    /** What serves the slot in this very term, once that is active; null when something else does. */
    private @Nullable Assignment active(int slot, long term) {
        Assignment now = metadata.view().assignment(slot);
        boolean isActive =
                now != null && now.term() == term && metadata.history(slot).active() == term;
        return isActive ? now : null;
    }

    /**
     * {@code RELEASE}: of these slots, in these terms, those that the asking disk may drop: the term is active, and
     * neither its list nor the one that is to follow has the disk (rule T7).
     */
    Reply release(Voter disk, List<SlotTerms.Entry> terms) {
        SlotTerms free = new SlotTerms();
        for (SlotTerms.Entry entry : terms) {
            entry.slots().forEach(slot -> {
                Assignment now = active(slot, entry.term());
                if (now != null && !now.holds(disk)) {
                    free.add(slot, entry.term());
                }
            });
        }
        return Reply.ok().withBlock(free.encode());
    }

    /**
     * Slots that need this member: the present list names it, with whatever disk, or its disk is in one that is to
     * follow, or in one before that counts.
     */
    SlotSet needing(Member member) {
        Voter disk = new Voter(member.id(), member.dataId());
        return metadata.where(state -> state.assignment().voter(member.id()) != null
                || state.assignment().next().contains(disk)
                || state.lists().stream().anyMatch(list -> list.contains(disk)));
    }

    boolean isNeeded(Member member) {
        return !needing(member).isEmpty();
    }

    /** Slots whose list is not yet what it is to be. */
    SlotSet left() {
        BitSet left = new BitSet(SlotSet.SLOTS);
        View view = metadata.view();
        for (View.Share share : view.shares()) {
            List<Voter> voters = share.assignment().voters();
            boolean replaced = voters.stream().anyMatch(voter -> isReplaced(view, voter));
            placed().of(share.slots(), Voter.nodes(voters)).forEach((ids, slots) -> {
                if (replaced || !ids.equals(Voter.nodes(voters))) {
                    slots.addTo(left);
                }
            });
        }
        return SlotSet.of(left);
    }

    private static boolean isReplaced(View view, Voter voter) {
        Member member = view.member(voter.node());
        return member != null
                && member.state() != MemberState.REMOVED
                && !member.dataId().equals(voter.dataId());
    }
}
