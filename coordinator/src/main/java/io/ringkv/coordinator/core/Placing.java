package io.ringkv.coordinator.core;

import io.ringkv.hashing.RingMember;
import io.ringkv.hashing.RingSettings;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a placement into records: who holds which slots when the cluster forms, or forms again while it is empty. */
final class Placing {
    static final double LOAD_BOUND = 0.10;

    private Placing() {}

    static RingSettings settings(View view) {
        return new RingSettings(view.replicas(), view.virtualNodes(), LOAD_BOUND);
    }

    static List<RingMember> ringMembers(List<Member> members) {
        return members.stream()
                .map(m -> new RingMember(m.id(), m.weight(), m.zone()))
                .toList();
    }

    /** What a view tells of where data belongs: on whoever has any of it, but for those that were leaving. */
    static Target targetOf(View view) {
        List<Member> holders = view.members().stream()
                .filter(member -> member.state() != MemberState.DRAINING)
                .filter(member -> view.shares().stream()
                        .anyMatch(share -> share.assignment().voter(member.id()) != null))
                .toList();
        Map<String, Target.Leaving> leaving = new LinkedHashMap<>();
        view.members().stream()
                .filter(member -> member.state() == MemberState.DRAINING)
                .forEach(member -> leaving.put(member.id(), Target.Leaving.DRAINS));
        return new Target(ringMembers(holders), view.replicas(), leaving, Target.Mode.RUNNING, 0);
    }

    /** Every slot on the given nodes. */
    static MetadataRecord assign(View view, List<Member> nodes) {
        PlacedSlots placed =
                PlacedSlots.compute(ringMembers(nodes), view.replicas(), view.virtualNodes());
        Map<String, String> dataIds = new LinkedHashMap<>();
        nodes.forEach(node -> dataIds.put(node.id(), node.dataId()));
        List<MetadataRecord.SlotsAssigned.ListOfSlots> lists = new ArrayList<>();
        placed.all().forEach((ids, slots) -> {
            List<Voter> voters = ids.stream()
                    .map(id -> new Voter(id, dataIds.getOrDefault(id, "")))
                    .toList();
            lists.add(new MetadataRecord.SlotsAssigned.ListOfSlots(
                    voters, voters.get(0).node(), slots));
        });
        return new MetadataRecord.SlotsAssigned(lists);
    }
}
