package io.ringkv.node.core;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.SlotTerms;

import org.jspecify.annotations.Nullable;

/** Terms that became active here, until a coordinator has acknowledged them; one report at a time (rule T3). */
final class ActiveReport {
    private @Nullable SlotTerms unreported;
    private byte @Nullable [] reporting;
    private boolean sent;

    void add(int slot, long term) {
        if (unreported == null) {
            unreported = new SlotTerms();
        }
        unreported.add(slot, term);
    }

    /** What is to be sent now; null while there is nothing, or an answer is due. */
    byte @Nullable [] due() {
        if (reporting == null && unreported != null) {
            reporting = unreported.encode();
            unreported = null;
        }
        if (reporting == null || sent) {
            return null;
        }
        sent = true;
        return reporting;
    }

    /** Unless it was taken it is sent again. */
    void answered(Reply reply) {
        sent = false;
        reporting = reply.isOk() ? null : reporting;
    }

    void disconnected() {
        sent = false;
    }
}
