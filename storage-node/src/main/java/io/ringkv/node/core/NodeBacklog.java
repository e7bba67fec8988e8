package io.ringkv.node.core;

/**
 * What a node holds that is under way: each has a bound in {@link NodeBounds}, and is nothing when nobody waits.
 *
 * @param openRequests admitted and not answered
 * @param heldValueBytes in answers that wait for their confirmation
 * @param earlyQuestionBytes of other nodes, about views that are on their way here
 * @param peerBytes most that was sent to one peer and not acknowledged
 * @param copyBytes most of a peer's that are copies
 */
public record NodeBacklog(
        long openRequests,
        long heldValueBytes,
        long earlyQuestionBytes,
        long peerBytes,
        long copyBytes) {

    static NodeBacklog of(
            Answers answers, ReadConfirmation reads, ReplicaReports reports, Peers peers) {
        long peerBytes = 0;
        long copyBytes = 0;
        for (Peer peer : peers.all()) {
            peerBytes = Math.max(peerBytes, peer.inFlightBytes());
            copyBytes = Math.max(copyBytes, peer.copyBytes());
        }
        return new NodeBacklog(
                answers.open(), reads.heldBytes(), reports.earlyBytes(), peerBytes, copyBytes);
    }

    public boolean isEmpty() {
        return openRequests + heldValueBytes + earlyQuestionBytes + peerBytes + copyBytes == 0;
    }
}
