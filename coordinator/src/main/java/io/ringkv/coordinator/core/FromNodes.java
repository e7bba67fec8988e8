package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.actor.NodesOnly;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * What nodes say, each to whom it concerns. The leader alone listens, since what it hears is nowhere in the log; from
 * any other coordinator a node is sent on to it.
 */
final class FromNodes {
    private final Network network;
    private final Metadata metadata;
    private final CoordinatorHandshakes handshakes;
    private final Proposals proposals;
    private final CoordinatorGroup group;
    private final Registration registration;
    private final Heartbeats heartbeats;
    private final Supplier<@Nullable RebuildInquiry> rebuilding;

    FromNodes(
            Network network,
            Metadata metadata,
            CoordinatorHandshakes handshakes,
            Proposals proposals,
            CoordinatorGroup group,
            Registration registration,
            Heartbeats heartbeats,
            Supplier<@Nullable RebuildInquiry> rebuilding) {
        this.network = network;
        this.metadata = metadata;
        this.handshakes = handshakes;
        this.proposals = proposals;
        this.group = group;
        this.registration = registration;
        this.heartbeats = heartbeats;
        this.rebuilding = rebuilding;
    }

    void request(long now, long connection, long sequence, Request request) {
        if (!handshakes.isNode(connection)) {
            network.answer(connection, sequence, NodesOnly.refusal(request.verb()));
            return;
        }
        if (!proposals.leading()) {
            network.answer(connection, sequence, group.redirect());
            return;
        }
        switch (request.verb()) {
            case REGISTER_NODE -> register(connection, sequence, request);
            case HEARTBEAT -> heartbeats.heartbeat(now, connection, sequence, request);
            case HAND_OVER -> registration.handOver(connection, sequence, request);
            case ACTIVE -> registration.active(connection, sequence, request);
            case PROMOTE -> registration.promote(connection, sequence, request);
            case RELEASE -> registration.release(connection, sequence, request);
            default -> registration.unregister(connection, sequence, request);
        }
    }

    private static Reply beginning() {
        return Reply.error(
                ErrorCode.STARTING,
                "the cluster is about to begin; nothing was changed. Try again");
    }

    private void register(long connection, long sequence, Request request) {
        RebuildInquiry inquiry = rebuilding.get();
        Reply refusal = Admission.refusal(request);
        if (refusal != null) {
            network.answer(connection, sequence, refusal);
        } else if (inquiry != null) {
            inquiry.register(connection, sequence, request);
        } else if (!metadata.created()) {
            network.answer(connection, sequence, beginning());
        } else {
            registration.register(connection, sequence, request);
        }
    }
}
