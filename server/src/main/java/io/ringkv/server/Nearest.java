package io.ringkv.server;

import io.ringkv.coordinator.server.Peer;
import io.ringkv.node.core.NodeConfig.Endpoint;
import io.ringkv.transport.process.Address;
import io.ringkv.transport.process.ListenOptions.Listen;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The coordinators as the node beside one of them asks them: that one first, which knows who leads. */
final class Nearest {
    private static final String LOOPBACK = "127.0.0.1";

    private Nearest() {}

    /**
     * @param beside where the coordinator of the same process listens
     * @param listed that one among all; null where it is alone
     */
    static List<Endpoint> of(Listen beside, List<Peer> all, @Nullable Peer listed) {
        List<Endpoint> nearest = new ArrayList<>();
        nearest.add(new Endpoint(
                Address.isWildcard(beside.host()) ? LOOPBACK : beside.host(), beside.port()));
        for (Peer peer : all) {
            if (!peer.equals(listed)) {
                nearest.add(new Endpoint(
                        peer.coordinator().host(), peer.coordinator().port()));
            }
        }
        return nearest;
    }
}
