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
import java.util.function.Predicate;

/**
 * Who becomes primary: a live voter that is not behind, in ring order (rule T9). Safety does not hang on the choice,
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
        return heirs(
                view,
                assignment -> assignment.primary().equals(from),
                id -> !id.equals(from),
                false);
    }

    /** A node's own slots in a new term, after it restarted (rule E2). */
    List<MetadataRecord> renewed(View view, String node) {
        return heirs(view, assignment -> assignment.primary().equals(node), node::equals, false);
    }

    /** @param doubtAccepted in the new terms doubtful stores count */
    List<MetadataRecord> heirs(
            View view,
            Predicate<Assignment> which,
            Predicate<String> eligible,
            boolean doubtAccepted) {
        Map<String, BitSet> byHeir = new TreeMap<>();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null && which.test(assignment)) {
                String heir = heir(view, assignment, slot, eligible, doubtAccepted);
                if (heir != null) {
                    byHeir.computeIfAbsent(heir, id -> new BitSet(SlotSet.SLOTS))
                            .set(slot);
                }
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

    private @Nullable String heir(
            View view,
            Assignment assignment,
            int slot,
            Predicate<String> eligible,
            boolean doubtAccepted) {
        String behind = null;
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            boolean lives = member != null
                    && member.dataId().equals(voter.dataId())
                    && (member.state() == MemberState.UP || member.state() == MemberState.JOINING)
                    && (!member.doubtful() || doubtAccepted);
            if (lives && eligible.test(voter.node())) {
                if (!watch.of(voter.node()).behind.contains(slot)) {
                    return voter.node();
                }
                behind = behind == null ? voter.node() : behind;
            }
        }
        return behind;
    }
}
