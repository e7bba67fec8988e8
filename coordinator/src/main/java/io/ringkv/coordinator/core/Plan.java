package io.ringkv.coordinator.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
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
            PlacedSlots placed,
            long bytesPerSecond,
            ToDoubleFunction<String> bytesPerSlot) {
        this.bytesPerSecond = bytesPerSecond;
        view.members().forEach(member -> shareOf(member.id()));
        for (View.Share share : view.shares()) {
            Assignment now = share.assignment();
            placed.of(share.slots(), Voter.nodes(now.voters()))
                    .forEach((then, alike) -> add(view, now, then, alike.size(), bytesPerSlot));
        }
    }

    private Share shareOf(String id) {
        return shares.computeIfAbsent(id, node -> new Share());
    }

    private void add(
            View view,
            Assignment now,
            List<String> then,
            int alike,
            ToDoubleFunction<String> bytesPerSlot) {
        int coming = 0;
        for (String id : then) {
            Share share = shareOf(id);
            Member member = view.member(id);
            share.then += alike;
            boolean has = member != null && now.voters().contains(new Voter(id, member.dataId()));
            share.comes += has ? 0 : alike;
            coming += has ? 0 : alike;
        }
        if (!then.isEmpty()) {
            shareOf(then.get(0)).primariesThen += alike;
        }
        for (Voter voter : now.voters()) {
            Share share = shareOf(voter.node());
            share.now += alike;
            share.goes += then.contains(voter.node()) ? 0 : alike;
        }
        slots += coming > 0 ? alike : 0;
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
