package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.ClusterSecret;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * {@code HELLO} from whoever connects: clients get the limits and a session, nodes and coordinators are checked for
 * cluster, address and secret. A node's newest connection supersedes its older ones.
 */
final class Handshakes {
    private final NodeConfig config;
    private final NodePorts ports;
    private final ViewKeeper views;
    private final Network network;
    private final Map<Long, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, Upstream> newest = new LinkedHashMap<>();
    private final Set<Long> loopback = new LinkedHashSet<>();
    private final Set<Long> coordinators = new LinkedHashSet<>();
    private final AgreedClock clock;
    private final Door door;

    Handshakes(NodeConfig config, NodePorts ports, ViewKeeper views, AgreedClock clock, Door door) {
        this.clock = clock;
        this.door = door;
        this.config = config;
        this.ports = ports;
        this.views = views;
        this.network = ports.network();
    }

    void accepted(long connection, boolean fromLoopback) {
        if (fromLoopback) {
            loopback.add(connection);
        }
    }

    void disconnected(long connection) {
        loopback.remove(connection);
        coordinators.remove(connection);
        Upstream gone = upstreams.remove(connection);
        if (gone != null) {
            newest.remove(gone.node(), gone);
        }
    }

    /** The node at the other end of a connection that was opened to us; null before its HELLO. */
    @Nullable
    Upstream upstream(long connection) {
        return upstreams.get(connection);
    }

    /** Coordinators may ask for probes. */
    boolean isCoordinator(long connection) {
        return coordinators.contains(connection);
    }

    void hello(long now, long connection, long sequence, Request request) {
        String role = request.option(Option.ROLE);
        if (role == null || role.equals("client")) {
            network.answer(connection, sequence, client(now, connection, request));
            return;
        }
        Reply refusal = refusal(connection, request);
        if (refusal == null && door.isSought(request)) {
            refusal = door.sendOn();
        }
        if (refusal != null) {
            network.answer(connection, sequence, refusal);
            return;
        }
        if (role.equals("node")) {
            node(connection, request);
        } else {
            coordinators.add(connection);
        }
        network.allowOvertaking(connection);
        network.answer(
                connection,
                sequence,
                Reply.ok()
                        .with("node", config.id())
                        .with("incarnation", Long.toString(config.incarnation()))
                        .with("data-id", config.dataId())
                        .with("epoch", Long.toString(views.epoch())));
    }

    private Reply client(long now, long connection, Request request) {
        String cluster = request.option(Option.CLUSTER);
        if (cluster != null && !cluster.equals(views.view().clusterId()) && views.epoch() > 0) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    "this node belongs to cluster " + views.view().clusterId()
                            + "; check the address");
        }
        if (request.has(Option.OOO)) {
            network.allowOvertaking(connection);
        }
        Limits limits = config.bounds().limits();
        return Reply.ok()
                .with("proto", "1")
                .with("node", config.id())
                .with("cluster", views.view().clusterId())
                .with("epoch", Long.toString(views.epoch()))
                .with(
                        "session",
                        clock.sessionMillis(now) + "-"
                                + Long.toHexString(ports.random().nextLong()))
                .with(
                        "session-ms",
                        Long.toString(
                                config.timing().housekeeping().sessionLifeNanos() / 1_000_000))
                .with("line", Integer.toString(limits.lineBytesMax()))
                .with("key", Integer.toString(limits.keyBytesMax()))
                .with("value", Integer.toString(limits.valueBytesMax()));
    }

    private @Nullable Reply refusal(long connection, Request request) {
        String cluster = request.option(Option.CLUSTER);
        String ours = views.epoch() > 0 ? views.view().clusterId() : config.clusterId();
        if (cluster != null && !ours.isEmpty() && !cluster.equals(ours)) {
            return Reply.error(ErrorCode.WRONG_CLUSTER, "this node belongs to cluster " + ours);
        }
        String to = request.option(Option.TO);
        if (to != null && !to.equals(config.id()) && !door.isSought(request)) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    "this is node " + config.id() + ", not " + to
                            + "; correct the address that named this one, or whoever advertises it");
        }
        ClusterSecret secret = new ClusterSecret(config.secret());
        return secret.admits(request.option(Option.TOKEN), loopback.contains(connection))
                ? null
                : secret.refusal();
    }

    private void node(long connection, Request request) {
        String id = request.option(Option.NODE);
        Upstream upstream = new Upstream(
                id == null ? "" : id, request.longOption(Option.INCARNATION, 0), connection);
        Upstream older = newest.put(upstream.node(), upstream);
        if (older != null) {
            older.supersede();
            network.close(older.connection());
        }
        upstreams.put(connection, upstream);
    }
}
