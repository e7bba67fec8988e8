package io.ringkv.coordinator.core;

import io.ringkv.hashing.RingMember;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom the ring counts: nodes that join and those that are away too long by themselves, those that leave because an
 * operator says so, and how many copies there are. It changes the {@link Target}; {@link Moves} does the rest.
 */
final class Population {
    /** Nodes that start together are counted together, so that nothing moves twice. */
    static final long SETTLE_NANOS = 2_000_000_000L;

    private final CoordinatorConfig config;
    private final Metadata metadata;
    private final Moves moves;
    private final Map<String, Long> downSince = new TreeMap<>();
    private List<RingMember> wanted = List.of();
    private long wantedSince;

    Population(CoordinatorConfig config, Metadata metadata, Moves moves) {
        this.config = config;
        this.metadata = metadata;
        this.moves = moves;
    }

    /** This coordinator leads from now on: nobody has been away for any time that it knows of. */
    void began() {
        downSince.clear();
        wanted = List.of();
    }

    /** Counts who is there now, once that has been so for a while; and removes who has nothing any more. */
    List<MetadataRecord> settled(long now) {
        View view = metadata.view();
        if (!view.formed()) {
            return List.of();
        }
        rememberWhoIsDown(now, view);
        List<MetadataRecord> gone = gone();
        if (!gone.isEmpty() || config.manualMoves()) {
            return gone;
        }
        List<RingMember> counted = counted(now);
        if (!counted.equals(wanted)) {
            wanted = counted;
            wantedSince = now;
        }
        boolean isNews = !counted.equals(metadata.target().members());
        return isNews && now - wantedSince >= SETTLE_NANOS
                ? set(metadata.target().withMembers(counted))
                : List.of();
    }

    private void rememberWhoIsDown(long now, View view) {
        downSince.keySet().removeIf(id -> !isDown(view.member(id)));
        for (Member member : view.members()) {
            if (isDown(member)) {
                downSince.putIfAbsent(member.id(), now);
            }
        }
    }

    private static boolean isDown(@Nullable Member member) {
        return member != null && !member.isUp() && member.state() != MemberState.REMOVED;
    }

    /** Whoever is UP, and whoever was counted and may come back. */
    List<RingMember> counted(long now) {
        Target target = metadata.target();
        List<Member> stay = new ArrayList<>();
        List<Member> overdue = new ArrayList<>();
        for (Member member : metadata.view().members()) {
            boolean known = target.counts(member.id());
            if (target.leaving().containsKey(member.id())
                    || member.state() == MemberState.REMOVED) {
                continue;
            }
            if (member.isUp()) {
                stay.add(member);
            } else if (known) {
                boolean isOverdue =
                        now - downSince.getOrDefault(member.id(), now) >= config.removeAfterNanos();
                (isOverdue ? overdue : stay).add(member);
            }
        }
        // Where nobody can take their places, those that are away keep them.
        if (stay.size() < target.replicas()) {
            stay.addAll(overdue);
        }
        stay.sort(Comparator.comparing(Member::id));
        return Placing.ringMembers(stay);
    }

    private static List<MetadataRecord> set(Target target) {
        return List.of(new MetadataRecord.TargetSet(target));
    }

    /** Members that were to go, and hold nothing any more. */
    private List<MetadataRecord> gone() {
        List<MetadataRecord> records = new ArrayList<>();
        Target target = metadata.target();
        for (Map.Entry<String, Target.Leaving> entry : target.leaving().entrySet()) {
            Member member = metadata.view().member(entry.getKey());
            boolean goes = entry.getValue() == Target.Leaving.GOES;
            if (member == null || goes && !moves.isNeeded(member)) {
                target = target.withoutLeaving(entry.getKey());
                if (member != null) {
                    records.add(new MetadataRecord.MemberStateChanged(
                            member.id(), MemberState.REMOVED));
                }
            }
        }
        if (!target.equals(metadata.target())) {
            records.add(new MetadataRecord.TargetSet(target));
        }
        return records;
    }

    /** {@code DRAIN node}: its data goes to others; it stays until it is stopped or removed. */
    Decision drain(long now, String id) {
        return leaves(now, id, Target.Leaving.DRAINS);
    }

    /** {@code REMOVE_NODE node}: its data goes to others, then it is a member no more. */
    Decision remove(long now, String id) {
        return leaves(now, id, Target.Leaving.GOES);
    }

    private Decision leaves(long now, String id, Target.Leaving how) {
        Member member = metadata.view().member(id);
        Target target = metadata.target();
        if (member == null) {
            return refused("there is no node " + id + "; kv nodes lists those that there are");
        }
        if (member.state() == MemberState.REMOVED) {
            return Decision.answer(Reply.ok());
        }
        Target counting = counting(now);
        Target without = counting.withLeaving(id, how);
        long others = there(without);
        boolean isMissed = moves.isNeeded(member) || counting.counts(id);
        if (isMissed && others < target.replicas()) {
            return refused(tooFew(id, others, target.replicas()) + uncounted());
        }
        List<MetadataRecord> records = new ArrayList<>();
        if (member.state() == MemberState.UP) {
            records.add(new MetadataRecord.MemberStateChanged(id, MemberState.DRAINING));
        }
        records.add(new MetadataRecord.TargetSet(without));
        return new Decision(records, Reply.ok());
    }

    private static String tooFew(String without, long nodes, int copies) {
        if (nodes == 0) {
            return "without " + without + " there would be no node at all; start another one first";
        }
        return "without " + without + " there would be " + nodes + (nodes == 1 ? " node" : " nodes")
                + " for " + copies + " copies of each key; start another node first, or keep fewer"
                + " copies: kv set-replicas " + nodes;
    }

    /** With those who have just joined, unless an operator is to say when they are counted. */
    private Target counting(long now) {
        Target target = metadata.target();
        return config.manualMoves() ? target : target.withMembers(counted(now));
    }

    /** How many of those that the ring counts are UP. */
    private long there(Target target) {
        return target.members().stream()
                .map(counted -> metadata.view().member(counted.id()))
                .filter(member -> member != null && member.isUp())
                .count();
    }

    private String uncounted() {
        return config.manualMoves()
                ? "; nodes that have joined are counted after kv rebalance start"
                : "";
    }

    /** {@code DRAIN --cancel node}: it is counted again. */
    Decision stay(String id) {
        Member member = metadata.view().member(id);
        if (member == null || !metadata.target().leaving().containsKey(id)) {
            return refused("node " + id + " is not leaving; nothing was changed");
        }
        List<MetadataRecord> records = new ArrayList<>();
        if (member.state() == MemberState.DRAINING) {
            records.add(new MetadataRecord.MemberStateChanged(id, MemberState.UP));
        }
        List<RingMember> members = new ArrayList<>(metadata.target().members());
        members.addAll(Placing.ringMembers(List.of(member)));
        members.sort(Comparator.comparing(RingMember::id));
        records.add(new MetadataRecord.TargetSet(
                metadata.target().withoutLeaving(id).withMembers(members)));
        return new Decision(records, Reply.ok());
    }

    /** {@code SET_REPLICAS n}. */
    Decision setReplicas(long now, String number) {
        if (!number.matches("[1-7]")) {
            return refused("the number of copies is 1 to 7, not " + number);
        }
        int copies = Integer.parseInt(number);
        if (!metadata.view().formed()) {
            return refused("the cluster has not formed yet; start its nodes first");
        }
        Target target = counting(now);
        long up = there(target);
        if (copies > up) {
            return refused(copies + " copies need as many nodes, and " + up
                    + " are UP; start more nodes first" + uncounted());
        }
        return new Decision(set(target.withReplicas(copies)), Reply.ok());
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }
}
