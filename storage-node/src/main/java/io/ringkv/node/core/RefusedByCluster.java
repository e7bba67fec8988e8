package io.ringkv.node.core;

/** The cluster will not have this node; the process ends with the coordinator's own words. */
public final class RefusedByCluster extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedByCluster(String why) {
        super(why);
    }
}
