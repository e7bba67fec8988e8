package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

/** What other nodes answer, by its tag: acknowledgements of the stream, confirmations, and answers to single questions. */
final class PeerReplies {
    private final Peers peers;
    private final Roles roles;
    private final TakeOver takeOver;
    private final ReadConfirmation reads;
    private final ViewFetch fetch;

    PeerReplies(
            Peers peers, Roles roles, TakeOver takeOver, ReadConfirmation reads, ViewFetch fetch) {
        this.peers = peers;
        this.roles = roles;
        this.takeOver = takeOver;
        this.reads = reads;
        this.fetch = fetch;
    }

    void reply(long now, Peer peer, Reply reply) {
        peer.heard(now);
        if (Peer.isOfStream(reply)) {
            acknowledged(now, peer, reply);
        } else if (ReadConfirmation.CONFIRM_TAG.equals(reply.tag())) {
            confirmed(peer, reply);
        } else if (Peers.HELLO_TAG.equals(reply.tag())) {
            peers.greeted(now, peer, reply);
        } else {
            peer.answered(reply);
            takeOver.changed();
        }
    }

    /** Refusals are named first: what they name is not covered by the acknowledgement (rule W0). */
    private void acknowledged(long now, Peer peer, Reply reply) {
        if (!reply.isOk()) {
            peers.drop(now, peer);
            return;
        }
        for (Item item : reply.items()) {
            roles.refused(now, peer, (int) item.longField("slot", -1), item.longField("pos", -1));
        }
        peer.acknowledge(reply.longField("pos", 0));
        takeOver.changed();
        reads.changed();
    }

    private void confirmed(Peer peer, Reply reply) {
        if (reply.isOk()) {
            peer.confirmed(reply.longField("round", 0));
            reads.changed();
        } else {
            fetch.from(peer, reply.longField("epoch", 0));
        }
    }
}
