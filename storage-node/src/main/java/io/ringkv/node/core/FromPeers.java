package io.ringkv.node.core;

import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.NodesOnly;

/** What other nodes ask of this one as a replica, each to whom it concerns; nobody else is listened to. */
final class FromPeers {
    private final Network network;
    private final Handshakes handshakes;
    private final ReplicaStream stream;
    private final ReplicaReports reports;

    FromPeers(
            Network network, Handshakes handshakes, ReplicaStream stream, ReplicaReports reports) {
        this.network = network;
        this.handshakes = handshakes;
        this.stream = stream;
        this.reports = reports;
    }

    void request(long connection, long sequence, Request request) {
        Upstream from = handshakes.upstream(connection);
        if (from == null) {
            network.answer(connection, sequence, NodesOnly.refusal(request.verb()));
            return;
        }
        switch (request.verb()) {
            case REPLICATE -> stream.replicate(from, sequence, request);
            case SYNC_SLOT -> stream.sync(from, sequence, request);
            case CONFIRM -> reports.confirm(from, sequence, request);
            case TAKE_OVER -> reports.promise(from, sequence, request);
            case DIGEST -> reports.digest(from, sequence, request);
            default -> reports.fetch(from, sequence, request);
        }
    }
}
