package io.ringkv.coordinator.core;

import io.ringkv.coordinator.core.MetadataRecord.LossAccepted;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ACCEPT_LOSS}: a person goes on without stores that are gone. Every store that is left must be there then, and
 * until a term is active no take-over passes over any of them.
 */
final class LossAcceptance {
    private final Metadata metadata;
    private final Watch watch;
    private final LostMajorities lost;

    LossAcceptance(Metadata metadata, Watch watch, LostMajorities lost) {
        this.metadata = metadata;
        this.watch = watch;
        this.lost = lost;
    }

    Decision accept(Request request) {
        String why = whyNot(request.argument(0));
        if (why != null) {
            return refused(why);
        }
        List<LossAccepted.FreshSlots> begun = begun();
        if (begun.isEmpty()) {
            return refused("none of the nodes of these slots is UP; start them first");
        }
        int slots = begun.stream().mapToInt(list -> list.slots().size()).sum();
        return new Decision(
                List.of(new LossAccepted(begun)),
                Reply.ok().with("slots", Integer.toString(slots)));
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }

    /** Why this epoch's loss is not to be accepted, null when it is. */
    private @Nullable String whyNot(String seen) {
        long epoch = metadata.view().epoch();
        if (lost.slots().isEmpty()) {
            return "no slot has lost a majority of its stores; there is nothing to accept";
        }
        if (!seen.equals(Long.toString(epoch))) {
            return "the epoch is " + epoch + ", not " + seen
                    + ": something changed; read STATUS again, then accept that";
        }
        Set<String> away = away();
        return away.isEmpty()
                ? null
                : String.join(", ", away)
                        + " may still have what was written, and is not here: start it"
                        + " first; if its disk is lost as well, start it with an empty directory";
    }

    /** Nodes of stores that are left, and not here to be asked. */
    private Set<String> away() {
        View view = metadata.view();
        Set<String> away = new TreeSet<>();
        lost.slots()
                .forEach(slot -> lost.left(slot).stream()
                        .filter(voter -> !watch.isHere(view, voter))
                        .forEach(voter -> away.add(voter.node())));
        return away;
    }

    /** How the lost slots go on; those of which no node is here are left out. */
    private List<LossAccepted.FreshSlots> begun() {
        Map<LossAccepted.Fresh, BitSet> lists = new LinkedHashMap<>();
        lost.slots().forEach(slot -> {
            LossAccepted.Fresh fresh = fresh(slot);
            if (fresh != null) {
                lists.computeIfAbsent(fresh, list -> new BitSet(SlotSet.SLOTS)).set(slot);
            }
        });
        List<LossAccepted.FreshSlots> begun = new ArrayList<>();
        lists.forEach(
                (fresh, slots) -> begun.add(new LossAccepted.FreshSlots(fresh, SlotSet.of(slots))));
        return begun;
    }

    /** The places of the list with the disks they have now, under a store that is left where there is one. */
    private LossAccepted.@Nullable Fresh fresh(int slot) {
        View view = metadata.view();
        Assignment assignment = Objects.requireNonNull(view.assignment(slot));
        List<Voter> left = lost.left(slot);
        List<Voter> voters = new ArrayList<>();
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            voters.add(member == null ? voter : new Voter(voter.node(), member.dataId()));
        }
        String primary = voters.stream()
                .filter(voter -> left.isEmpty() || left.contains(voter))
                .filter(voter -> watch.isHere(view, voter))
                .map(Voter::node)
                .findFirst()
                .orElse(null);
        return primary == null ? null : new LossAccepted.Fresh(voters, left, primary);
    }
}
