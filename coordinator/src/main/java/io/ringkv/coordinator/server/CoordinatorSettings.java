package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.transport.process.ListenOptions.Listen;

import java.security.SecureRandom;
import java.util.Set;

/**
 * What the options of a coordinator say, checked.
 *
 * @param rebuild metadata that the directory lacks is taken from nodes
 * @param rebuildWithout nodes that this does not wait for
 * @param cluster the core's configuration, but for the cluster id, which is the directory's
 */
record CoordinatorSettings(
        Listen listen,
        int logPort,
        CoordinatorConfig cluster,
        boolean rebuild,
        Set<String> rebuildWithout) {
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
