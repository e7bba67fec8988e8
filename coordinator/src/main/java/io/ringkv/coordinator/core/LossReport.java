package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.List;

/** The report of a possible loss: part of {@code STATUS} until {@code ACKNOWLEDGE_LOSS} names it. */
final class LossReport {
    private static final String TEXT =
            "no majority of whole stores was left of these slots, after a power"
                    + " cut or the loss of disks: the last writes before it may be lost. Look at what was written then, and end"
                    + " this report with: kv acknowledge-loss";

    private final Metadata metadata;

    LossReport(Metadata metadata) {
        this.metadata = metadata;
    }

    Reply addedTo(Reply status) {
        PossibleLoss loss = metadata.loss();
        return loss.isNone()
                ? status
                : status.withItem(Item.of("NOTE")
                        .with("slots", loss.slots().size())
                        .with("epoch", loss.epoch())
                        .withText(TEXT));
    }

    /** Only the one that was read: a later loss is reported anew. */
    Decision acknowledge(Request request) {
        PossibleLoss loss = metadata.loss();
        if (loss.isNone()) {
            return refused("no loss is reported; there is nothing to acknowledge");
        }
        return request.argument(0).equals(Long.toString(loss.epoch()))
                ? new Decision(
                        List.of(new MetadataRecord.LossAcknowledged(loss.epoch())), Reply.ok())
                : refused("the loss that is reported is of epoch " + loss.epoch()
                        + "; read it with STATUS, then acknowledge that one");
    }

    private static Decision refused(String why) {
        return Decision.answer(Reply.error(ErrorCode.BAD_ARGUMENT, why));
    }
}
