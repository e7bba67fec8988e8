package io.ringkv.protocol.view;

/**
 * What the coordinators know of a node. JOINING to UP with its first heartbeat; UP to DOWN after silence; DOWN to
 * UP when it registers again; DRAINING and REMOVED by an operator.
 */
public enum MemberState {
    /** Registered, and not yet heard from at its advertised address. */
    JOINING,
    /** Heard from within the node timeout. */
    UP,
    /** Unreachable, still counted in its slots. */
    DOWN,
    /** UP, and giving its data to others, so that it can go. */
    DRAINING,
    /** Out of every list; comes back empty. */
    REMOVED;

    /** Heard from, and serving what is its own. */
    public boolean isUp() {
        return this == UP || this == DRAINING;
    }
}
