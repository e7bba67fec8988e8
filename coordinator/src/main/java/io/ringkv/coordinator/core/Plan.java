package io.ringkv.coordinator.core;

import io.ringkv.hashing.Placement;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * What it takes from the lists as they are to those of a placement: for each node the copies of slots that it has, that
 * come and that go, and about how many bytes that is.
 */
final class Plan {
    /** One node's share, in slots of which it has a copy. */
    private static final class Share {
        int now;
        int then;
        int primariesThen;
        int comes;
        int goes;
    }

    private final Map<String, Share> shares = new TreeMap<>();
    private final long bytesPerSecond;
    private int slots;
    private int copies;
    private double bytes;

    /** @param bytesPerSlot about how much one copy of a slot on this node is */
    Plan(
            View view,
            Placement placement,
            long bytesPerSecond,
            ToDoubleFunction<String> bytesPerSlot) {
        this.bytesPerSecond = bytesPerSecond;
        view.members().forEach(member -> shareOf(member.id()));
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment now = view.assignment(slot);
            if (now != null) {
                add(view, now, placement.replicasOf(slot), bytesPerSlot);
            }
        }
    }

    private Share shareOf(String id) {
        return shares.computeIfAbsent(id, node -> new Share());
    }

    private void add(
            View view, Assignment now, List<String> then, ToDoubleFunction<String> bytesPerSlot) {
        int coming = 0;
        for (String id : then) {
            Share share = shareOf(id);
            Member member = view.member(id);
            share.then++;
            boolean has = member != null && now.voters().contains(new Voter(id, member.dataId()));
            share.comes += has ? 0 : 1;
            coming += has ? 0 : 1;
        }
        if (!then.isEmpty()) {
            shareOf(then.get(0)).primariesThen++;
        }
        for (Voter voter : now.voters()) {
            Share share = shareOf(voter.node());
            share.now++;
            share.goes += then.contains(voter.node()) ? 0 : 1;
        }
        slots += coming > 0 ? 1 : 0;
        copies += coming;
        bytes += coming * bytesPerSlot.applyAsDouble(now.primary());
    }

    /** @param needing how many slots need a node, which must not be stopped for good before there is none */
    Reply addedTo(Reply reply, ToIntFunction<String> needing) {
        for (Map.Entry<String, Share> entry : shares.entrySet()) {
            Share share = entry.getValue();
            reply = reply.withItem(Item.of("NODE", entry.getKey())
                    .with("slots", share.now)
                    .with("comes", share.comes)
                    .with("goes", share.goes)
                    .with("needed", needing.applyAsInt(entry.getKey()))
                    .with("then", share.then)
                    .with("primaries-then", share.primariesThen));
        }
        long most = (long) bytes;
        Reply told = reply.with("slots", Integer.toString(slots))
                .with("copies", Integer.toString(copies))
                .with("bytes", Long.toString(most));
        return bytesPerSecond == 0
                ? told
                : told.with("seconds", Long.toString(most / bytesPerSecond));
    }
}
