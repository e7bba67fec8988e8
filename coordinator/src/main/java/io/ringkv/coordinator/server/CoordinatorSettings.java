package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.transport.process.ListenOptions.Listen;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/**
 * What the options of a coordinator say, checked.
 *
 * @param self this one, as others are told of it
 * @param logHost what the log's own port listens on
 * @param peers all coordinators, this one among them; empty where it is alone
 * @param rebuild metadata that the directory lacks is taken from nodes
 * @param rebuildWithout nodes that this does not wait for
 * @param cluster the core's configuration, but for the cluster id, which is the directory's
 */
public record CoordinatorSettings(
        Listen listen,
        LogMember self,
        String logHost,
        List<LogMember> peers,
        CoordinatorConfig cluster,
        boolean rebuild,
        Set<String> rebuildWithout) {
    public CoordinatorSettings {
        peers = List.copyOf(peers);
    }

    boolean alone() {
        return peers.size() < 2;
    }

    CoordinatorConfig inCluster(String clusterId) {
        return new CoordinatorConfig(
                clusterId,
                cluster.clusterName(),
                cluster.replicas(),
                cluster.virtualNodes(),
                cluster.formAfterNanos(),
                cluster.nodeTimeoutNanos(),
                cluster.restartWaitNanos(),
                cluster.removeAfterNanos(),
                cluster.manualMoves(),
                cluster.secret(),
                new SecureRandom()
                        .nextLong(CoordinatorConfig.LEAP_MIN, CoordinatorConfig.LEAP_MAX));
    }
}
