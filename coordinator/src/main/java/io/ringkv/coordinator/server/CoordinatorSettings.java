package io.ringkv.coordinator.server;

import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.transport.process.ListenOptions.Listen;

/**
 * What the options of a coordinator say, checked.
 *
 * @param cluster the core's configuration, but for the cluster id, which is the directory's
 */
record CoordinatorSettings(Listen listen, int logPort, CoordinatorConfig cluster) {
    CoordinatorConfig inCluster(String clusterId) {
        return new CoordinatorConfig(
                clusterId,
                cluster.clusterName(),
                cluster.replicas(),
                cluster.virtualNodes(),
                cluster.formAfterNanos(),
                cluster.nodeTimeoutNanos(),
                cluster.restartWaitNanos(),
                cluster.secret());
    }
}
