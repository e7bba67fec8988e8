package io.ringkv.client.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.view.View;

/** The outcome of a call that gets no other try: what is known of it, and no more. */
final class Ending {
    private final Routing routing;

    Ending(Routing routing) {
        this.routing = routing;
    }

    void end(Call call) {
        Reply refusal = call.refusal();
        if (call.mayBeApplied()) {
            String why = refusal == null ? "no reply came" : refusal.text();
            call.unknown("it is not known whether this was applied: " + why);
        } else if (refusal != null) {
            call.answer(refusal);
        } else if (call.tries() > 0) {
            unavailable(call, "no server answered in time", "See the cluster with: kv status");
        } else if (noNodes()) {
            unavailable(call, "the cluster has no storage nodes yet", "Start one with: kv node");
        } else {
            call.unreachable(routing.whyNobody(call));
        }
    }

    private boolean noNodes() {
        View view = routing.view();
        return view.epoch() > 0 && view.members().isEmpty();
    }

    private static void unavailable(Call call, String what, String next) {
        call.answer(Reply.error(ErrorCode.UNAVAILABLE, what + "; nothing was changed. " + next));
    }
}
