package io.ringkv.coordinator.core;

import io.ringkv.coordinator.core.MetadataRecord.LossAccepted;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ACCEPT_LOSS}: a person goes on without stores that are gone. Every store that is left must be there then, and
 * until a term is active no take-over passes over any of them.
 */
final class LossAcceptance {
    private final Metadata metadata;
    private final Watch watch;
    private final LostMajorities lost;

    LossAcceptance(Metadata metadata, Watch watch, LostMajorities lost) {
        this.metadata = metadata;
        this.watch = watch;
        this.lost = lost;
    }

    Decision accept(Request request) {
        String why = whyNot(request.argument(0));
        if (why != null) {
            return refused(why);
        }
        List<LossAccepted.FreshSlots> begun = new FreshLists(
                        metadata.view(), watch, metadata.target(), lost::left)
                .of(lost.slots());
        if (begun.isEmpty()) {
            return refused("none of the nodes of these slots is UP; start them first");
        }
        int slots = begun.stream().mapToInt(list -> list.slots().size()).sum();
        return new Decision(
                List.of(new LossAccepted(begun)),
                Reply.ok().with("slots", Integer.toString(slots)));
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }

    /** Why this epoch's loss is not to be accepted, null when it is. */
    private @Nullable String whyNot(String seen) {
        long epoch = metadata.view().epoch();
        if (lost.slots().isEmpty()) {
            return "no slot has lost a majority of its stores; there is nothing to accept";
        }
        if (!seen.equals(Long.toString(epoch))) {
            return "the epoch is " + epoch + ", not " + seen
                    + ": something changed; read STATUS again, then accept that";
        }
        Set<String> away = away();
        return away.isEmpty()
                ? null
                : String.join(", ", away)
                        + " may still have what was written, and is not here: start it"
                        + " first; if its disk is lost as well, start it with an empty directory";
    }

    /** Nodes of stores that are left, and not here to be asked. */
    private Set<String> away() {
        View view = metadata.view();
        Set<String> away = new TreeSet<>();
        lost.slots()
                .forEach(slot -> lost.left(slot).stream()
                        .filter(voter -> !watch.isHere(view, voter))
                        .forEach(voter -> away.add(voter.node())));
        return away;
    }
}
