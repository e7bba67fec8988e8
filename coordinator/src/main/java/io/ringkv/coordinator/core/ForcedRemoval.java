package io.ringkv.coordinator.core;

import io.ringkv.coordinator.core.MetadataRecord.LossAccepted;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code REMOVE_NODE --force}: a person says that a node which is down never comes back, nor its disk. It leaves like any
 * other one; and slots that have lost a majority of their stores with it go on with those that are left, as after
 * {@link LossAcceptance}. A slot with a store that is only away waits for that one.
 */
final class ForcedRemoval {
    private final Metadata metadata;
    private final Watch watch;
    private final Population population;
    private final LostMajorities lost;

    ForcedRemoval(Metadata metadata, Watch watch, Population population, LostMajorities lost) {
        this.metadata = metadata;
        this.watch = watch;
        this.population = population;
        this.lost = lost;
    }

    /** The reply names the slots that may lose writes, by what is left of them; of a plan as well. */
    Decision remove(long now, Request request) {
        String id = request.argument(0);
        Decision leaves = population.remove(now, id);
        Member member = metadata.view().member(id);
        if (member == null || leaves.records().isEmpty()) {
            return leaves;
        }
        if (member.state() != MemberState.DOWN) {
            return refused(id + " is " + member.state() + ": only a node that is DOWN, and never"
                    + " comes back, is removed by force. Without --force its data goes to the"
                    + " others first, and nothing is lost");
        }
        long epoch = metadata.view().epoch();
        if (!request.has(Option.PLAN) && request.longOption(Option.FORCE, 0) != epoch) {
            return refused("the epoch is " + epoch + ", not " + request.option(Option.FORCE)
                    + ": something changed; read again what would be lost, then decide about that");
        }
        return decided(member, leaves);
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }

    private Decision decided(Member member, Decision leaves) {
        View view = metadata.view();
        Voter gone = new Voter(member.id(), member.dataId());
        Target target = leaves.target(metadata.target());
        List<LossAccepted.FreshSlots> begun =
                new FreshLists(view, watch, target, slot -> without(gone, slot)).of(ready(gone));
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new MetadataRecord.MemberRegistered(member.withDiskGivenUp()));
        records.addAll(leaves.records());
        if (!begun.isEmpty()) {
            records.add(new LossAccepted(begun));
        }
        return new Decision(records, named(begun, waiting(gone, begun)));
    }

    private List<Voter> without(Voter gone, int slot) {
        return lost.left(slot).stream().filter(voter -> !voter.equals(gone)).toList();
    }

    /** Slots that have lost a majority with this store, and whose other stores are all here. */
    private SlotSet ready(Voter gone) {
        BitSet ready = new BitSet(SlotSet.SLOTS);
        lost.slotsWithout(gone).forEach(slot -> {
            if (without(gone, slot).stream()
                    .allMatch(voter -> watch.isHere(metadata.view(), voter))) {
                ready.set(slot);
            }
        });
        return SlotSet.of(ready);
    }

    /** Slots that have no majority of their stores here without it, and wait for those that are away. */
    private SlotSet waiting(Voter gone, List<LossAccepted.FreshSlots> begun) {
        View view = metadata.view();
        SlotSet waiting = metadata.where(state -> state.lists().stream()
                .anyMatch(list -> !Majority.of(
                        list, voter -> !voter.equals(gone) && watch.isHere(view, voter))));
        for (LossAccepted.FreshSlots list : begun) {
            waiting = waiting.without(list.slots());
        }
        return waiting;
    }

    /** The block has a line for each: the nodes whose stores are left, {@code -} for none, and the slots. */
    private Reply named(List<LossAccepted.FreshSlots> begun, SlotSet waiting) {
        Map<String, SlotSet> byLeft = new TreeMap<>();
        int slots = 0;
        for (LossAccepted.FreshSlots list : begun) {
            String left =
                    list.fresh().left().stream().map(Voter::node).collect(Collectors.joining(","));
            byLeft.merge(left.isEmpty() ? "-" : left, list.slots(), SlotSet::union);
            slots += list.slots().size();
        }
        StringBuilder block = new StringBuilder();
        byLeft.forEach(
                (left, theirs) -> block.append(left).append(' ').append(theirs).append('\n'));
        return Reply.ok()
                .with("at-risk", Integer.toString(slots))
                .with("waiting", Integer.toString(waiting.size()))
                .with("read", Long.toString(metadata.view().epoch()))
                .withBlock(block.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
