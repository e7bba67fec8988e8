package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.ClusterSecret;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;

/** {@code HELLO} to a coordinator: nodes and other coordinators are checked for cluster and secret, clients are told the cluster. */
final class CoordinatorHandshakes {
    private final CoordinatorConfig config;
    private final Network network;
    private final Metadata metadata;
    private final MetadataLog log;
    private final Set<Long> loopback = new LinkedHashSet<>();
    private final Set<Long> nodes = new LinkedHashSet<>();
    private final Set<Long> coordinators = new LinkedHashSet<>();
    private String savedCluster = "";

    CoordinatorHandshakes(
            CoordinatorConfig config, Network network, Metadata metadata, MetadataLog log) {
        this.config = config;
        this.network = network;
        this.metadata = metadata;
        this.log = log;
    }

    /** The directory belongs to this cluster, whether its log has been replayed so far or not. */
    void belongsTo(String cluster) {
        savedCluster = cluster;
    }

    private String cluster() {
        return metadata.created() ? metadata.view().clusterId() : savedCluster;
    }

    void accepted(long connection, boolean fromLoopback) {
        if (fromLoopback) {
            loopback.add(connection);
        }
    }

    void disconnected(long connection) {
        loopback.remove(connection);
        nodes.remove(connection);
        coordinators.remove(connection);
    }

    boolean isNode(long connection) {
        return nodes.contains(connection);
    }

    /** Another coordinator passes on what it was asked: nothing of it is passed on again. */
    boolean isCoordinator(long connection) {
        return coordinators.contains(connection);
    }

    void hello(long connection, long sequence, Request request) {
        Reply refusal = refusal(connection, request);
        if (refusal != null) {
            network.answer(connection, sequence, refusal);
            return;
        }
        if ("node".equals(request.option(Option.ROLE))) {
            nodes.add(connection);
            network.allowOvertaking(connection);
        } else if ("coordinator".equals(request.option(Option.ROLE))) {
            coordinators.add(connection);
            network.allowOvertaking(connection);
        }
        network.answer(
                connection, sequence, coordinators.contains(connection) ? info() : greeting());
    }

    /** What this process is, and what it is among the coordinators. */
    Reply info() {
        LogGroup group = log.group();
        return greeting()
                .with("id", group.self())
                .with("leader", group.hasLeader() ? group.leader() : "-")
                .with("log", log.id())
                .with("disk", group.disk(group.self()));
    }

    private Reply greeting() {
        return Reply.ok()
                .with("proto", "1")
                .with("role", "coordinator")
                .with("cluster", cluster())
                .with("name", metadata.view().clusterName())
                .with("epoch", Long.toString(metadata.view().epoch()))
                .with("line", Limits.DEFAULT.lineBytesMax())
                .with("key", Limits.DEFAULT.keyBytesMax());
    }

    private @Nullable Reply refusal(long connection, Request request) {
        String cluster = request.option(Option.CLUSTER);
        if (cluster != null && !cluster().isEmpty() && !cluster.equals(cluster())) {
            return Reply.error(
                    ErrorCode.WRONG_CLUSTER,
                    "this coordinator serves cluster " + cluster() + "; check the address");
        }
        String role = request.option(Option.ROLE);
        if (!"node".equals(role) && !"coordinator".equals(role)) {
            return null;
        }
        ClusterSecret secret = new ClusterSecret(config.secret());
        return secret.admits(request.option(Option.TOKEN), loopback.contains(connection))
                ? null
                : secret.refusal();
    }
}
