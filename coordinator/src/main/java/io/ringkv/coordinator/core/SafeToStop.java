package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.Majority;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code SAFE_TO_STOP node}: whether every slot would still have a majority of every list that counts, all of them here
 * and in sync, if this node were gone. Those that would not are named.
 */
final class SafeToStop {
    private final Metadata metadata;
    private final Watch watch;

    SafeToStop(Metadata metadata, Watch watch) {
        this.metadata = metadata;
        this.watch = watch;
    }

    Reply answer(String id) {
        Member member = metadata.view().member(id);
        if (member == null) {
            return Reply.error(
                    ErrorCode.BAD_ARGUMENT,
                    "there is no node " + id + "; kv nodes lists those that there are");
        }
        SlotSet atRisk = atRisk(id);
        Reply reply = Reply.ok()
                .with("safe", atRisk.isEmpty() ? "yes" : "no")
                .with("slots", Integer.toString(atRisk.size()))
                .with("epoch", Long.toString(metadata.view().epoch()));
        return atRisk.isEmpty()
                ? reply
                : reply.withBlock(atRisk.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private SlotSet atRisk(String id) {
        SlotSet without = metadata.where(state -> names(state, id)
                && state.lists().stream()
                        .anyMatch(list -> !Majority.of(
                                list,
                                voter -> !voter.node().equals(id)
                                        && watch.isSound(metadata.view(), voter))));
        // Whoever is behind in a slot counts there only once it has caught up.
        SlotSet late = SlotSet.NONE;
        for (Member other : metadata.view().members()) {
            if (!other.id().equals(id)) {
                SlotSet behind = watch.of(other.id()).behind;
                late = late.union(behind.intersection(
                        metadata.where(state -> names(state, id) && names(state, other.id()))));
            }
        }
        return without.union(late);
    }

    private static boolean names(SlotState state, String id) {
        return state.lists().stream().anyMatch(list -> isIn(list, id));
    }

    private static boolean isIn(List<Voter> list, String id) {
        return list.stream().anyMatch(voter -> voter.node().equals(id));
    }
}
