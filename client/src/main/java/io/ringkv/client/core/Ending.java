package io.ringkv.client.core;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

/** The outcome of a call that gets no other try: what is known of it, and no more. */
final class Ending {
    private final Routing routing;

    Ending(Routing routing) {
        this.routing = routing;
    }

    void end(Call call) {
        Reply refusal = call.refusal();
        if (call.mayBeApplied()) {
            call.unknown(unknown(refusal));
        } else if (refusal != null) {
            call.answer(call.changes() ? refusal : ofRead(refusal));
        } else if (call.tries() > 0) {
            unavailable(call, "no server answered in time", "See the cluster with: kv status");
        } else if (noNodes()) {
            unavailable(call, "the cluster has no storage nodes yet", "Start one with: kv node");
        } else {
            call.unreachable(routing.whyNobody(call));
        }
    }

    /** What the last try was told is said of that one alone: an earlier one may have done it. */
    private static String unknown(@Nullable Reply refusal) {
        String what = "it is not known whether this was applied: ";
        if (refusal == null) {
            return what + "no reply came";
        }
        return refusal.errorClass() == ErrorClass.UNKNOWN
                ? what + refusal.text()
                : what + "to an earlier try no reply came, and the last one was refused, because "
                        + refusal.text().replace("; nothing was applied", "");
    }

    /** Of what changes nothing it is no news that nothing was applied. */
    private static Reply ofRead(Reply refusal) {
        return refusal.withText(refusal.text().replace("; nothing was applied", ""));
    }

    private boolean noNodes() {
        View view = routing.view();
        return view.epoch() > 0 && view.members().isEmpty();
    }

    private static void unavailable(Call call, String what, String next) {
        String effect = call.changes() ? "; nothing was changed. " : ". ";
        call.answer(Reply.error(ErrorCode.UNAVAILABLE, what + effect + next));
    }
}
