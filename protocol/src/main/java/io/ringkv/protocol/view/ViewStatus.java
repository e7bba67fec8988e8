package io.ringkv.protocol.view;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One answer about the whole cluster's health, with reasons, from a view: every process can give it. */
public final class ViewStatus {
    private static final String DOUBTFUL =
            "its store may lack its newest writes, after a power cut or as an older copy of the disk;"
                    + " it is being brought in sync";

    private ViewStatus() {}

    /** What is known beyond the view. */
    public interface Beyond {
        /** False of a node that is UP in the view and not for whoever answers. */
        boolean reaches(Member member);

        /** What else is wrong with a node, null for nothing. */
        @Nullable
        String about(Member member);

        /** Slots that are not served, though their list has a majority and a primary. */
        int standingStill();

        /** What is wrong besides nodes and slots. */
        List<Item> more();
    }

    /** {@code STATUS}: slots without enough replicas first, then each node that is not as it should be. */
    public static Reply of(View view, Beyond beyond) {
        int under = 0;
        int unavailable = beyond.standingStill();
        long wanted = Math.min(view.replicas(), nodes(view));
        for (View.Share share : view.shares()) {
            Assignment assignment = share.assignment();
            int up = up(view, assignment, beyond);
            int voters = assignment.voters().size();
            int slots = share.slots().size();
            under += up < Math.max(voters, wanted) ? slots : 0;
            boolean served = up >= Majority.of(voters) && isLed(view, assignment, beyond);
            unavailable += served ? 0 : slots;
        }
        List<Item> reasons = reasons(view, under, unavailable, beyond);
        String health = !view.formed() || unavailable > 0
                ? "UNAVAILABLE"
                : reasons.isEmpty() ? "HEALTHY" : "DEGRADED";
        Reply reply = Reply.ok();
        List<Item> items = new ArrayList<>(reasons);
        items.addAll(notes(view));
        return reply.withItems(items)
                .with("health", health)
                .with("cluster", view.clusterId())
                .with("name", view.clusterName())
                .with("epoch", Long.toString(view.epoch()))
                .with("nodes", Long.toString(nodes(view)))
                .with("replicas", Integer.toString(view.replicas()))
                .with("under-replicated", Integer.toString(under))
                .with("unavailable", Integer.toString(unavailable));
    }

    /** The incarnation that the term belongs to is the one that runs. */
    private static boolean isLed(View view, Assignment assignment, Beyond beyond) {
        Member primary = view.member(assignment.primary());
        return primary != null
                && primary.state() != MemberState.DOWN
                && primary.incarnation() == assignment.primaryIncarnation()
                && beyond.reaches(primary);
    }

    private static int up(View view, Assignment assignment, Beyond beyond) {
        int up = 0;
        for (Voter voter : assignment.voters()) {
            Member holder = view.holder(voter);
            boolean counts =
                    holder != null && holder.isUp() && !holder.doubtful() && beyond.reaches(holder);
            up += counts ? 1 : 0;
        }
        return up;
    }

    private static long nodes(View view) {
        return view.members().stream()
                .filter(member -> member.state() != MemberState.REMOVED)
                .count();
    }

    private static List<Item> reasons(View view, int under, int unavailable, Beyond beyond) {
        List<Item> reasons = new ArrayList<>();
        if (!view.formed()) {
            reasons.addAll(beyond.more());
            if (reasons.isEmpty() || !view.isNone()) {
                reasons.add(Item.of("REASON")
                        .withText("the cluster has not formed: "
                                + view.members().size() + " of "
                                + view.replicas() + " nodes have registered"));
            }
            return reasons;
        }
        if (unavailable > 0) {
            reasons.add(slots(
                    unavailable, "these slots lack a majority of their replicas, or a primary"));
        }
        if (under > 0) {
            reasons.add(slots(under, "these slots have fewer live replicas than they should"));
        }
        reasons.addAll(beyond.more());
        for (Member member : view.members()) {
            if (member.state() == MemberState.REMOVED) {
                continue;
            }
            String also = beyond.about(member);
            if (!member.isUp()) {
                String why = also == null ? "" : "; " + also;
                reasons.add(node(member, "is " + member.state() + " at " + member.address() + why));
            } else if (member.doubtful()) {
                reasons.add(node(member, DOUBTFUL));
            } else if (also != null) {
                reasons.add(node(member, also));
            }
        }
        return reasons;
    }

    /** What is no ill, and may not be meant either. */
    private static List<Item> notes(View view) {
        long nodes = nodes(view);
        if (!view.formed() || nodes >= view.replicas()) {
            return List.of();
        }
        return List.of(Item.of("NOTE")
                .withText((nodes == 1 ? "one node" : nodes + " nodes") + " for " + view.replicas()
                        + " replicas: every key has "
                        + (nodes == 1 ? "one copy" : nodes + " copies")
                        + "; start another node, or say that this is meant: kv set-replicas "
                        + nodes));
    }

    private static Item slots(int count, String why) {
        return Item.of("REASON").with("slots", count).withText(why);
    }

    private static Item node(Member member, String why) {
        return Item.of("REASON").with("node", member.id()).withText(why);
    }
}
