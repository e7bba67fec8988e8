package io.ringkv.coordinator.core;

import io.ringkv.hashing.Ring;
import io.ringkv.hashing.Slots;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewReplies;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.List;

/** One answer about the whole cluster's health, with reasons, and where a key lives and why. */
final class ClusterStatus {
    private final Metadata metadata;
    private final Watch watch;

    ClusterStatus(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
    }

    /** {@code STATUS}: under-replicated slots first, then each node that is not as it should be. */
    Reply status() {
        View view = metadata.view();
        int under = 0;
        int unavailable = 0;
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            int up = assignment == null ? 0 : up(view, assignment);
            int voters = assignment == null ? 0 : assignment.voters().size();
            under += up < voters ? 1 : 0;
            unavailable += up < voters / 2 + 1 ? 1 : 0;
        }
        List<Item> reasons = reasons(view, under, unavailable);
        String health = !view.formed() || unavailable > 0
                ? "UNAVAILABLE"
                : reasons.isEmpty() ? "HEALTHY" : "DEGRADED";
        Reply reply = Reply.ok();
        return reply.withItems(reasons)
                .with("health", health)
                .with("cluster", view.clusterId())
                .with("name", view.clusterName())
                .with("epoch", Long.toString(view.epoch()))
                .with("nodes", Integer.toString(view.members().size()))
                .with("replicas", Integer.toString(view.replicas()))
                .with("under-replicated", Integer.toString(under))
                .with("unavailable", Integer.toString(unavailable));
    }

    private static int up(View view, Assignment assignment) {
        int up = 0;
        for (Voter voter : assignment.voters()) {
            Member member = view.member(voter.node());
            if (member != null
                    && member.dataId().equals(voter.dataId())
                    && member.state() == MemberState.UP
                    && !member.doubtful()) {
                up++;
            }
        }
        return up;
    }

    private List<Item> reasons(View view, int under, int unavailable) {
        List<Item> reasons = new ArrayList<>();
        if (!view.formed()) {
            reasons.add(Item.of("REASON")
                    .withText("the cluster has not formed: " + view.members().size() + " of "
                            + view.replicas() + " nodes have registered"));
            return reasons;
        }
        if (unavailable > 0) {
            reasons.add(slots(unavailable, "these slots lack a majority of their replicas"));
        }
        if (under > 0) {
            reasons.add(slots(under, "these slots have fewer live replicas than they should"));
        }
        for (Member member : view.members()) {
            Watch.Node node = watch.of(member.id());
            if (member.state() != MemberState.UP) {
                String why = node.unreachable == null ? "" : "; " + node.unreachable;
                reasons.add(node(member, "is " + member.state() + " at " + member.address() + why));
            } else if (member.doubtful()) {
                reasons.add(node(
                        member,
                        "its store may have lost its newest writes in a power cut;"
                                + " it is being brought in sync"));
            } else if (node.diskFull) {
                reasons.add(node(member, "its disk is full; puts to its slots are refused"));
            }
        }
        return reasons;
    }

    private static Item slots(int count, String why) {
        return Item.of("REASON").with("slots", count).withText(why);
    }

    private static Item node(Member member, String why) {
        return Item.of("REASON").with("node", member.id()).withText(why);
    }

    /** {@code EXPLAIN key}: slot, replicas, and the ring walk that led to them. */
    Reply explain(Request request) {
        View view = metadata.view();
        int slot = Slots.of(request.key());
        Reply reply = ViewReplies.nodesFor(view, slot);
        Assignment assignment = view.assignment(slot);
        if (assignment == null) {
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    "the cluster has not formed yet: too few nodes have registered");
        }
        Ring ring = Ring.of(Placing.ringMembers(view.members()), Placing.settings(view));
        for (Ring.VirtualNode step : ring.walk(slot)) {
            reply = reply.withItem(Item.of("WALK", step.node())
                    .with("token", Long.toHexString(step.token()))
                    .with("virtual", step.index()));
        }
        return reply.with("term", Long.toString(assignment.term()));
    }
}
