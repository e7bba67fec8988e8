package io.ringkv.node.core;

import io.ringkv.protocol.Limits;

/**
 * Every memory limit of a node.
 *
 * @param rowCacheBytes newest rows kept in memory
 * @param peerBacklogBytes sent to one peer and not acknowledged; beyond it that peer is dropped and caught up later
 * @param copyChunkBytes one piece of a slot's copy
 * @param copiesInFlightBytes copies sent to one peer and not acknowledged
 * @param heldValuesBytes values in answers that wait for their confirmation
 * @param openOperationsMax requests admitted and not answered
 * @param limits what one connection may ask for, as the codec enforces it and HELLO advertises it
 */
public record NodeBounds(
        long rowCacheBytes,
        long peerBacklogBytes,
        int copyChunkBytes,
        long copiesInFlightBytes,
        long heldValuesBytes,
        int openOperationsMax,
        Limits limits) {

    /** Questions of other nodes about views that are on their way here. */
    public static final long EARLY_QUESTION_BYTES = 16 << 20;

    public static final NodeBounds DEFAULT =
            new NodeBounds(48L << 20, 64L << 20, 256 << 10, 4L << 20, 32L << 20, 100_000);

    /** With the protocol's own limits. */
    public NodeBounds(
            long rowCacheBytes,
            long peerBacklogBytes,
            int copyChunkBytes,
            long copiesInFlightBytes,
            long heldValuesBytes,
            int openOperationsMax) {
        this(
                rowCacheBytes,
                peerBacklogBytes,
                copyChunkBytes,
                copiesInFlightBytes,
                heldValuesBytes,
                openOperationsMax,
                Limits.DEFAULT);
    }

    public NodeBounds withLimits(Limits configured) {
        return new NodeBounds(
                rowCacheBytes,
                peerBacklogBytes,
                copyChunkBytes,
                copiesInFlightBytes,
                heldValuesBytes,
                openOperationsMax,
                configured);
    }
}
