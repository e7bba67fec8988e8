package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes requests on to the slot's primary, once, with the time that is left, and its answer back. A person may talk
 * to any node. A write whose connection broke after sending is UNKNOWN; a refusal by the other node is tried again
 * only when nothing of the same slot was sent after it, so that the order of a connection holds.
 */
final class Forwarding {
    private final Answers answers;
    private final Consumer<Operation> again;
    private final Map<Integer, Integer> inFlight = new LinkedHashMap<>();
    private long count;

    /** @param again takes operations that the other node refused before it did anything */
    Forwarding(Answers answers, Consumer<Operation> again) {
        this.answers = answers;
        this.again = again;
    }

    long count() {
        return count;
    }

    void forward(long now, Operation operation, Peer primary, long epoch) {
        count++;
        inFlight.merge(operation.slot(), 1, Integer::sum);
        Request.Builder request = operation.request().toBuilder();
        request.option(Option.FORWARDED);
        request.option(
                Option.TIMEOUT, Math.max(1, (operation.deadline() - now) / 1_000_000) + "ms");
        request.option(Option.EPOCH, epoch);
        primary.ask(request.build(), new Forwarded(operation));
    }

    private final class Forwarded implements Peer.ReplyHandler {
        private final Operation operation;

        Forwarded(Operation operation) {
            this.operation = operation;
        }

        @Override
        public void reply(Reply reply) {
            boolean alone = landed() == 0;
            boolean refused = ErrorCode.NOT_PRIMARY.name().equals(reply.errorCode());
            if (refused && alone) {
                again.accept(operation);
            } else if (refused) {
                answers.unavailable(
                        operation, "the key's primary is changing; nothing was applied. Try again");
            } else {
                answers.answer(operation, reply);
            }
        }

        @Override
        public void lost() {
            landed();
            if (operation.isWrite()) {
                answers.answer(
                        operation,
                        Reply.error(
                                ErrorCode.TIMEOUT,
                                "the connection to the key's primary broke; the write may have taken effect."
                                        + " Read the key, or repeat the request with the same --request-id"));
            } else {
                again.accept(operation);
            }
        }

        private int landed() {
            Integer left =
                    inFlight.computeIfPresent(operation.slot(), (slot, n) -> n == 1 ? null : n - 1);
            return left == null ? 0 : left;
        }
    }
}
