package io.ringkv.coordinator.core;

/**
 * One validated configuration of a coordinator process. Times in nanoseconds.
 *
 * @param clusterId drawn at the first start of the cluster, used only when the log is empty
 * @param restartWaitNanos how long doubtful stores wait for the rest of their lists
 * @param secret proves membership; empty when none is configured
 */
public record CoordinatorConfig(
        String clusterId,
        String clusterName,
        int replicas,
        int virtualNodes,
        long formAfterNanos,
        long nodeTimeoutNanos,
        long restartWaitNanos,
        String secret) {

    /** Nobody is judged DOWN for the node timeout plus this long after a start or a change of leader (rule M2). */
    public static final long GRACE_NANOS = 2_000_000_000L;
}
