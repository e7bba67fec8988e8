package io.ringkv.simulation.check;

import io.ringkv.node.core.NodeBacklog;
import io.ringkv.node.core.NodeBounds;
import io.ringkv.node.core.NodeCore;

/** What a node holds that is under way stays below its bounds, but for the one piece that reached them. */
final class BoundedQueues extends Invariant {
    private static final long PIECE = 64 << 10;

    private final NodeBounds bounds;

    BoundedQueues(NodeBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    void turned(String node, NodeCore core) {
        NodeBacklog backlog = core.backlog();
        boolean bounded = backlog.openRequests() <= bounds.openOperationsMax()
                && backlog.heldValueBytes() <= bounds.heldValuesBytes() + PIECE
                && backlog.earlyQuestionBytes() <= NodeBounds.EARLY_QUESTION_BYTES
                && backlog.peerBytes() <= bounds.peerBacklogBytes() + PIECE
                && backlog.copyBytes() <= bounds.copiesInFlightBytes() + PIECE;
        if (!bounded) {
            throw broken(node + " holds " + backlog + ", and may hold " + bounds);
        }
    }
}
