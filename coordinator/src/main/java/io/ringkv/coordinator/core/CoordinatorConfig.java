package io.ringkv.coordinator.core;

/**
 * One validated configuration of a coordinator process. Times in nanoseconds.
 *
 * @param clusterId drawn at the first start of the cluster, used only when the log is empty
 * @param restartWaitNanos how long doubtful stores wait for the rest of their lists
 * @param removeAfterNanos a node that is DOWN for so long gives its places to others, if there are any
 * @param manualMoves nodes that join or leave move nothing until an operator says so
 * @param secret proves membership; empty when none is configured
 * @param epochLeap drawn at each start: how far the first change after it leaps ahead; 0 for not at all
 */
public record CoordinatorConfig(
        String clusterId,
        String clusterName,
        int replicas,
        int virtualNodes,
        long formAfterNanos,
        long nodeTimeoutNanos,
        long restartWaitNanos,
        long removeAfterNanos,
        boolean manualMoves,
        String secret,
        long epochLeap) {

    /** More than one start of a coordinator changes, and few digits. */
    public static final long LEAP_MIN = 1 << 10;

    public static final long LEAP_MAX = 1 << 20;

    /** Nobody is judged DOWN for the node timeout plus this long after a start or a change of leader (rule M2). */
    public static final long GRACE_NANOS = 2_000_000_000L;
}
