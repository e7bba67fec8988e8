package io.ringkv.coordinator.core;

import io.ringkv.coordinator.core.MetadataRecord.LossAccepted;
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
import java.util.function.IntFunction;

/**
 * How slots that have lost a majority of their stores begin anew: under a store that is left, where there is one, and
 * with the places of their list, on the disks that these have now. Whoever leaves the cluster has no place any more.
 */
final class FreshLists {
    private final View view;
    private final Watch watch;
    private final Target target;
    private final IntFunction<List<Voter>> left;
    private final PlacedSlots placed;

    /**
     * @param target where data belongs from then on
     * @param left the stores of a slot's lists that are not gone
     */
    FreshLists(View view, Watch watch, Target target, IntFunction<List<Voter>> left) {
        this.view = view;
        this.watch = watch;
        this.target = target;
        this.left = left;
        this.placed = PlacedSlots.compute(target.members(), target.replicas(), view.virtualNodes());
    }

    /** Those of the slots that can begin now are in the record. */
    List<LossAccepted.FreshSlots> of(SlotSet slots) {
        Map<LossAccepted.Fresh, BitSet> lists = new LinkedHashMap<>();
        slots.forEach(slot -> {
            LossAccepted.Fresh fresh = of(slot);
            if (fresh != null) {
                lists.computeIfAbsent(fresh, list -> new BitSet(SlotSet.SLOTS)).set(slot);
            }
        });
        List<LossAccepted.FreshSlots> begun = new ArrayList<>();
        lists.forEach((fresh, theirs) ->
                begun.add(new LossAccepted.FreshSlots(fresh, SlotSet.of(theirs))));
        return begun;
    }

    /** Null while nobody who can lead it is here. */
    private LossAccepted.@Nullable Fresh of(int slot) {
        List<Voter> stores = left.apply(slot);
        List<Voter> voters = places(slot, stores);
        if (voters.isEmpty()) {
            voters = elsewhere(slot);
        }
        String primary = voters.stream()
                .filter(voter -> stores.isEmpty() || stores.contains(voter))
                .filter(voter -> watch.isHere(view, voter))
                .map(Voter::node)
                .findFirst()
                .orElse(null);
        return primary == null ? null : new LossAccepted.Fresh(voters, stores, primary);
    }

    private List<Voter> places(int slot, List<Voter> stores) {
        Assignment assignment = Objects.requireNonNull(view.assignment(slot));
        List<Voter> voters = new ArrayList<>();
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            Voter now = member == null ? voter : new Voter(voter.node(), member.dataId());
            if (stores.contains(now) || !target.leaving().containsKey(now.node())) {
                voters.add(now);
            }
        }
        return voters;
    }

    /** Where the slot belongs, of which nothing and no place is left. */
    private List<Voter> elsewhere(int slot) {
        List<Voter> voters = new ArrayList<>();
        for (String id : placed.of(slot)) {
            Member member = view.member(id);
            if (member != null && member.isUp()) {
                voters.add(new Voter(id, member.dataId()));
            }
        }
        return voters;
    }
}
