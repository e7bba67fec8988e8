package io.ringkv.protocol.view;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

/** The questions that any process answers from the view it holds: the same words everywhere. */
public final class ViewReplies {
    private ViewReplies() {}

    /** {@code GET_VIEW}: nothing but the epoch when the asker's is as new. */
    public static Reply view(View view, long ifNewer) {
        Reply reply = Reply.ok().with("epoch", Long.toString(view.epoch()));
        return view.epoch() > ifNewer ? reply.withBlock(ViewCodec.encode(view)) : reply;
    }

    /** {@code LIST_NODES}: one item a node. */
    public static Reply nodes(View view) {
        Reply reply = Reply.ok();
        int[] slots = new int[view.members().size()];
        int[] primaries = new int[view.members().size()];
        count(view, slots, primaries);
        for (int i = 0; i < slots.length; i++) {
            Member m = view.members().get(i);
            boolean spare = view.formed() && slots[i] == 0;
            reply = reply.withItem(Item.of("NODE", m.id(), m.address())
                    .with("zone", word(m.zone()))
                    .with("weight", m.weight())
                    .with("state", m.state().name())
                    .with("slots", slots[i] + (spare ? "(spare)" : ""))
                    .with("primaries", primaries[i])
                    .with("store", m.doubtful() ? "doubtful" : "whole"));
        }
        return reply.with("epoch", Long.toString(view.epoch()))
                .with("nodes", Integer.toString(slots.length));
    }

    private static void count(View view, int[] slots, int[] primaries) {
        for (View.Share share : view.shares()) {
            int served = share.slots().size();
            for (int i = 0; i < slots.length; i++) {
                String id = view.members().get(i).id();
                slots[i] += share.assignment().voter(id) == null ? 0 : served;
                primaries[i] += share.assignment().primary().equals(id) ? served : 0;
            }
        }
    }

    /** {@code GET_NODES_FOR_KEY}: the primary first, then the replicas in ring order. */
    public static Reply nodesFor(View view, int slot) {
        Assignment assignment = view.assignment(slot);
        if (assignment == null) {
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    "the cluster has not formed yet: too few nodes have registered;"
                            + " start more nodes, or wait for --form-after");
        }
        Reply reply = Reply.ok();
        Member primary = view.member(assignment.primary());
        if (primary != null) {
            reply = reply.withItem(place("PRIMARY", primary));
        }
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            if (member != null && !voter.node().equals(assignment.primary())) {
                reply = reply.withItem(place("REPLICA", member));
            }
        }
        for (Voter learner : assignment.learners()) {
            Member member = view.member(learner.node());
            if (member != null) {
                reply = reply.withItem(place("LEARNER", member));
            }
        }
        return reply.with("epoch", Long.toString(view.epoch()))
                .with("slot", Integer.toString(slot));
    }

    private static Item place(String role, Member member) {
        return Item.of(role, member.id(), member.address())
                .with("zone", word(member.zone()))
                .with("state", member.state().name());
    }

    private static String word(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
