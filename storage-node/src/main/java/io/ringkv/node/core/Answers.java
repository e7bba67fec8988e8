package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.actor.Network;

/**
 * The one way an operation ends, so that each is answered exactly once and counted. Tells a client whose epoch is
 * old that there is a newer one.
 */
final class Answers {
    private final Network network;
    private final Traces traces;
    private long epoch;
    private long open;

    Answers(Network network, Traces traces) {
        this.network = network;
        this.traces = traces;
    }

    /** Where the way of an operation to its answer is told. */
    Traces traces() {
        return traces;
    }

    void epoch(long newEpoch) {
        epoch = newEpoch;
    }

    void opened(Operation operation) {
        open++;
        traces.received(operation);
    }

    /** Operations that were admitted and are not answered. */
    long open() {
        return open;
    }

    void answer(Operation operation, Reply reply) {
        open--;
        InvariantViolation.require(open >= 0, "every operation is answered once");
        Reply full = reply;
        if (operation.request().has(Option.EPOCH)
                && operation.request().longOption(Option.EPOCH, 0) < epoch) {
            full = reply.with("epoch", Long.toString(epoch));
        }
        traces.answered(operation, full);
        network.answer(operation.connection(), operation.sequence(), full);
    }

    void unavailable(Operation operation, String why) {
        answer(
                operation,
                Reply.error(ErrorCode.UNAVAILABLE, why)
                        .with("slot", Integer.toString(operation.slot())));
    }
}
