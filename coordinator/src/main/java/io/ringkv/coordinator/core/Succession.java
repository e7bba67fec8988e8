package io.ringkv.coordinator.core;

import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who becomes primary: a live voter that is neither sick nor behind, in ring order (rule T9). Safety does not hang on the choice,
 * a take-over recovers the same state wherever it runs; a good choice only saves it from fetching.
 */
final class Succession {
    private final Watch watch;

    Succession(Watch watch) {
        this.watch = watch;
    }

    /**
     * New primaries for the slots of this one, all in one record; empty when nobody can take any.
     *
     * @param from the node that loses its slots
     */
    List<MetadataRecord> heirsOf(View view, String from) {
        return heirs(view, servedBy(from), id -> !id.equals(from), false);
    }

    /** The slots of a node whose loop stands still, where somebody else is well. */
    List<MetadataRecord> relieved(View view, String from) {
        return heirs(
                view, servedBy(from), id -> !id.equals(from) && !watch.of(id).unwell(), false);
    }

    /** A node's own slots in a new term, after it restarted (rule E2). */
    List<MetadataRecord> renewed(View view, String node) {
        return heirs(view, servedBy(node), node::equals, false);
    }

    private static Function<View.Share, SlotSet> servedBy(String node) {
        return share -> share.assignment().primary().equals(node) ? share.slots() : SlotSet.NONE;
    }

    /**
     * @param which of the slots that are served alike
     * @param doubtAccepted in the new terms doubtful stores count
     */
    List<MetadataRecord> heirs(
            View view,
            Function<View.Share, SlotSet> which,
            Predicate<String> eligible,
            boolean doubtAccepted) {
        Map<String, BitSet> byHeir = new TreeMap<>();
        for (View.Share share : view.shares()) {
            SlotSet theirs = which.apply(share);
            if (!theirs.isEmpty()) {
                List<String> alive = share.assignment().voters().stream()
                        .filter(voter -> lives(view.holder(voter), doubtAccepted))
                        .map(Voter::node)
                        .filter(eligible)
                        .toList();
                bequeath(theirs, alive, byHeir);
            }
        }
        if (byHeir.isEmpty()) {
            return List.of();
        }
        List<MetadataRecord.PrimariesChanged.Heir> heirs = new ArrayList<>();
        byHeir.forEach((id, slots) ->
                heirs.add(new MetadataRecord.PrimariesChanged.Heir(id, SlotSet.of(slots))));
        return List.of(new MetadataRecord.PrimariesChanged(heirs, doubtAccepted));
    }

    /**
     * Slots that their primary gives away itself, once nothing of them is under way: it knows best who is in sync.
     * Whatever does not fit the view any more stays where it is.
     */
    List<MetadataRecord> given(View view, String from, long incarnation, SlotGifts gifts) {
        List<MetadataRecord.PrimariesChanged.Heir> heirs = new ArrayList<>();
        gifts.slotsByHeir().forEach((heir, slots) -> {
            BitSet fitting = new BitSet(SlotSet.SLOTS);
            slots.forEach(slot -> {
                Assignment assignment = view.assignment(slot);
                boolean theirs = assignment != null
                        && assignment.primary().equals(from)
                        && assignment.primaryIncarnation() == incarnation;
                fitting.set(slot, theirs && !heir.equals(from) && isWell(view, assignment, heir));
            });
            if (!fitting.isEmpty()) {
                heirs.add(new MetadataRecord.PrimariesChanged.Heir(heir, SlotSet.of(fitting)));
            }
        });
        return heirs.isEmpty()
                ? List.of()
                : List.of(new MetadataRecord.PrimariesChanged(heirs, false));
    }

    private boolean isWell(View view, @Nullable Assignment assignment, String node) {
        Voter voter = assignment == null ? null : assignment.voter(node);
        Member holder = voter == null ? null : view.holder(voter);
        return holder != null
                && holder.isUp()
                && !holder.doubtful()
                && !watch.of(node).unwell();
    }

    private static boolean lives(@Nullable Member holder, boolean doubtAccepted) {
        return holder != null
                && (holder.isUp() || holder.state() == MemberState.JOINING)
                && (!holder.doubtful() || doubtAccepted);
    }

    /** Each slot to the first that is well and not behind in it; else to the first that is well, else to the first. */
    private void bequeath(SlotSet slots, List<String> alive, Map<String, BitSet> byHeir) {
        List<String> well =
                alive.stream().filter(node -> !watch.of(node).unwell()).toList();
        SlotSet rest = slots;
        for (String node : well) {
            SlotSet behind = watch.of(node).behind;
            give(node, rest.without(behind), byHeir);
            rest = rest.intersection(behind);
        }
        if (!alive.isEmpty()) {
            give(well.isEmpty() ? alive.get(0) : well.get(0), rest, byHeir);
        }
    }

    private static void give(String node, SlotSet slots, Map<String, BitSet> byHeir) {
        if (!slots.isEmpty()) {
            slots.addTo(byHeir.computeIfAbsent(node, id -> new BitSet(SlotSet.SLOTS)));
        }
    }
}
