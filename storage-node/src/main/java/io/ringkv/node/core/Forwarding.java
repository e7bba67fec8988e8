package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Passes requests on to the slot's primary, once, with the time that is left, and its answer back. A person may talk
 * to any node. A write whose connection broke after sending is UNKNOWN. What the other node refused is tried again,
 * in the order in which it came, once everything of its slot has landed; until then nothing more of that slot is sent,
 * so that the order of a connection holds.
 */
final class Forwarding {
    /** What of one slot is on its way to one node, and what came back refused. */
    private static final class Flight {
        final Peer to;
        int open;
        /** By the order in which they were sent, whatever the order of the refusals. */
        final SortedMap<Long, Operation> refused = new TreeMap<>();

        /** Of each client's connection the newest that took effect, or may have. */
        final Map<Long, Long> newestDone = new LinkedHashMap<>();

        Flight(Peer to) {
            this.to = to;
        }
    }

    private final Answers answers;
    private final Consumer<Deque<Operation>> again;
    private final Map<Integer, Flight> flights = new LinkedHashMap<>();
    private long count;

    /** @param again takes, in their order, operations that the other node refused before it did anything */
    Forwarding(Answers answers, Consumer<Deque<Operation>> again) {
        this.answers = answers;
        this.again = again;
    }

    long count() {
        return count;
    }

    /**
     * Nothing of this slot may be sent or done now, or it could overtake what is still on its way: to another node than
     * this primary, or behind something that was refused.
     */
    boolean holds(int slot, String primary) {
        Flight flight = flights.get(slot);
        return flight != null && (!flight.refused.isEmpty() || !flight.to.id().equals(primary));
    }

    void forward(long now, Operation operation, Peer primary, long epoch) {
        count++;
        answers.traces().forwarded(operation, primary.id());
        Flight flight = flights.computeIfAbsent(operation.slot(), slot -> new Flight(primary));
        flight.open++;
        Request.Builder request = operation.request().toBuilder();
        request.option(Option.FORWARDED);
        request.option(
                Option.TIMEOUT, Math.max(1, (operation.deadline() - now) / 1_000_000) + "ms");
        request.option(Option.EPOCH, epoch);
        primary.ask(request.build(), new Forwarded(operation, flight, count));
    }

    private final class Forwarded implements Peer.ReplyHandler {
        private final Operation operation;
        private final Flight flight;
        private final long order;

        Forwarded(Operation operation, Flight flight, long order) {
            this.operation = operation;
            this.flight = flight;
            this.order = order;
        }

        @Override
        public void reply(Reply reply) {
            if (ErrorCode.NOT_PRIMARY.name().equals(reply.errorCode())) {
                tryAgain();
            } else {
                giveUpOvertaken();
                answers.answer(operation, reply);
            }
            landed();
        }

        @Override
        public void lost() {
            if (operation.isWrite()) {
                giveUpOvertaken();
                answers.answer(
                        operation,
                        Reply.error(
                                ErrorCode.TIMEOUT,
                                "the connection to the key's primary broke; the write may have taken effect."
                                        + " Read the key, or repeat the request with the same --request-id"));
            } else {
                tryAgain();
            }
            landed();
        }

        private void tryAgain() {
            if (flight.newestDone.getOrDefault(operation.connection(), -1L) > order) {
                giveUp(operation);
            } else {
                flight.refused.put(order, operation);
            }
        }

        /** A later request of the same connection took effect, or may have: an earlier one cannot any more. */
        private void giveUpOvertaken() {
            flight.newestDone.merge(operation.connection(), order, Math::max);
            flight.refused.headMap(order).values().removeIf(earlier -> {
                boolean overtaken = earlier.connection() == operation.connection();
                if (overtaken) {
                    giveUp(earlier);
                }
                return overtaken;
            });
        }

        private void giveUp(Operation overtaken) {
            answers.unavailable(
                    overtaken, "the key's primary is changing; nothing was applied. Try again");
        }

        private void landed() {
            flight.open--;
            if (flight.open == 0) {
                flights.remove(operation.slot(), flight);
                again.accept(new ArrayDeque<>(flight.refused.values()));
            }
        }
    }
}
