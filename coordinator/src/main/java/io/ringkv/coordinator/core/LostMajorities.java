package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Slots of which a majority of the stores is gone for good: their nodes came back with other disks. No take-over can
 * ever ask enough of them, so they stand still until a person decides, with {@code ACCEPT_LOSS}, to go on with what is
 * left. Every store that is left must be there then, and none of them can be passed over afterwards.
 */
final class LostMajorities {
    private static final String TEXT =
            "a majority of the stores of these slots is gone: their nodes came"
                    + " back with empty ones. Put a lost disk back if there is one, or an undamaged copy from quarantine/;"
                    + " if there is none, go on with what is left: kv accept-loss";

    private final Metadata metadata;
    private final Watch watch;
    private SlotSet slots = SlotSet.parse("-");
    private long version = -1;

    LostMajorities(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
    }

    Reply addedTo(Reply status) {
        int slots = slots().size();
        return slots == 0
                ? status
                : status.withItem(Item.of("REASON")
                        .with("slots", slots)
                        .with("next", "accept-loss")
                        .withText(TEXT));
    }

    /** {@code ACCEPT_LOSS}: new terms for all of these slots, begun with every store that is left. */
    Decision accept(Request request) {
        View view = metadata.view();
        SlotSet lost = slots();
        if (lost.isEmpty()) {
            return refused("no slot has lost a majority of its stores; there is nothing to accept");
        }
        if (!request.argument(0).equals(Long.toString(view.epoch()))) {
            return refused("the epoch is " + view.epoch() + ", not " + request.argument(0)
                    + ": something changed; read STATUS again, then accept that");
        }
        Set<String> away = new TreeSet<>();
        Map<MetadataRecord.LossAccepted.Fresh, BitSet> lists = new LinkedHashMap<>();
        lost.forEach(slot -> {
            Assignment assignment = java.util.Objects.requireNonNull(view.assignment(slot));
            List<Voter> left = left(view, slot, assignment);
            left.stream()
                    .filter(voter -> !isHere(voter.node()))
                    .forEach(voter -> away.add(voter.node()));
            MetadataRecord.LossAccepted.Fresh fresh = fresh(view, assignment, left);
            if (fresh != null) {
                lists.computeIfAbsent(fresh, list -> new BitSet(SlotSet.SLOTS)).set(slot);
            }
        });
        if (!away.isEmpty()) {
            return refused(String.join(", ", away)
                    + " may still have what was written, and is not here: start it"
                    + " first; if its disk is lost as well, start it with an empty directory");
        }
        if (lists.isEmpty()) {
            return refused("none of the nodes of these slots is UP; start them first");
        }
        List<MetadataRecord.LossAccepted.FreshSlots> records = new ArrayList<>();
        BitSet all = new BitSet(SlotSet.SLOTS);
        lists.forEach((fresh, slots) -> {
            records.add(new MetadataRecord.LossAccepted.FreshSlots(fresh, SlotSet.of(slots)));
            all.or(slots);
        });
        return new Decision(
                List.of(new MetadataRecord.LossAccepted(records)),
                Reply.ok().with("slots", Integer.toString(all.cardinality())));
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }

    /** Looked for once in each state of the metadata. */
    SlotSet slots() {
        if (version != metadata.version()) {
            version = metadata.version();
            BitSet found = new BitSet(SlotSet.SLOTS);
            for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
                found.set(slot, isLost(slot));
            }
            slots = SlotSet.of(found);
        }
        return slots;
    }

    private boolean isLost(int slot) {
        View view = metadata.view();
        Assignment assignment = view.assignment(slot);
        if (assignment == null) {
            return false;
        }
        boolean lost = lacksMajority(view, assignment.voters());
        for (List<Voter> list : metadata.history(slot).othersThan(assignment.voters())) {
            lost |= lacksMajority(view, list);
        }
        return lost;
    }

    private static boolean lacksMajority(View view, List<Voter> list) {
        long left = list.stream().filter(voter -> !isGone(view, voter)).count();
        return left < list.size() / 2 + 1;
    }

    /** The node runs with another disk. One that is only away may come back with this one. */
    private static boolean isGone(View view, Voter voter) {
        Member member = view.member(voter.node());
        return member == null || !member.dataId().equals(voter.dataId());
    }

    private List<Voter> left(View view, int slot, Assignment assignment) {
        Set<Voter> left = new LinkedHashSet<>(assignment.voters());
        metadata.history(slot).othersThan(assignment.voters()).forEach(left::addAll);
        left.removeIf(voter -> isGone(view, voter));
        return List.copyOf(left);
    }

    /** The places of the list as they are now, under a store that is left where there is one; null when nobody can begin. */
    private MetadataRecord.LossAccepted.@Nullable Fresh fresh(
            View view, Assignment assignment, List<Voter> left) {
        List<Voter> voters = new ArrayList<>();
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            voters.add(member == null ? voter : new Voter(voter.node(), member.dataId()));
        }
        String primary = voters.stream()
                .filter(voter -> left.isEmpty() || left.contains(voter))
                .map(Voter::node)
                .filter(this::isHere)
                .findFirst()
                .orElse(null);
        return primary == null
                ? null
                : new MetadataRecord.LossAccepted.Fresh(voters, left, primary);
    }

    private boolean isHere(String node) {
        Member member = metadata.view().member(node);
        return member != null
                && member.state() == MemberState.UP
                && watch.of(node).isRegistered(member.incarnation());
    }
}
