package io.ringkv.node.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies of slots that wait to be sent, by peer, each peer's as fast as it acknowledges them: those of voters first,
 * those of learners at the pace of moves.
 */
final class Copies {
    private static final class Queue {
        final Deque<SlotCopy> ofVoters = new ArrayDeque<>();
        final Deque<SlotCopy> ofLearners = new ArrayDeque<>();
    }

    /** Each piece is some work, however small: whoever gets them serves others as well. */
    private static final int PIECES_IN_FLIGHT = 4;

    private final NodeBounds bounds;
    private final MovePace pace;
    private final Map<Peer, Queue> queues = new LinkedHashMap<>();
    private long finished;
    private long bytes;

    Copies(NodeBounds bounds, MovePace pace) {
        this.bounds = bounds;
        this.pace = pace;
    }

    /** Copies that were sent to their end. */
    long finished() {
        return finished;
    }

    /** What their pieces took, and those of copies that are not at their end. */
    long bytes() {
        return bytes;
    }

    void add(SlotCopy copy) {
        Follower follower = copy.follower();
        Queue queue = queues.computeIfAbsent(follower.peer(), peer -> new Queue());
        (follower.index() < 0 ? queue.ofLearners : queue.ofVoters).add(copy);
    }

    /** Sends as much as the peers' windows allow. */
    void endTurn(long now) {
        queues.forEach((peer, queue) -> {
            boolean more = send(now, peer, queue.ofVoters, false);
            if (!more) {
                send(now, peer, queue.ofLearners, true);
            }
        });
    }

    private boolean isFull(Peer peer) {
        return peer.copyPieces() >= PIECES_IN_FLIGHT
                || peer.copyBytes() >= bounds.copiesInFlightBytes();
    }

    /** True when something is left that the peer's window has no room for. */
    private boolean send(long now, Peer peer, Deque<SlotCopy> waiting, boolean paced) {
        while (!waiting.isEmpty()) {
            SlotCopy copy = waiting.element();
            if (copy.isOver()) {
                waiting.remove();
            } else if (isFull(peer) || paced && !pace.allows(now)) {
                return true;
            } else {
                int sent = copy.sendNext();
                bytes += sent;
                if (paced) {
                    pace.sent(sent, copy.isSent());
                }
                if (copy.isSent()) {
                    waiting.remove();
                    finished++;
                }
            }
        }
        return false;
    }
}
