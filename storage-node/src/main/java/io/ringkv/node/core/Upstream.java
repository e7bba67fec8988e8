package io.ringkv.node.core;

/**
 * A connection that another node opened to us, after its HELLO. Only the newest one of a node is its stream: what is
 * left of an older one is never applied.
 */
final class Upstream {
    private final String node;
    private final long incarnation;
    private final long connection;
    private long nextPosition;
    private boolean superseded;

    Upstream(String node, long incarnation, long connection) {
        this.node = node;
        this.incarnation = incarnation;
        this.connection = connection;
    }

    String node() {
        return node;
    }

    long incarnation() {
        return incarnation;
    }

    long connection() {
        return connection;
    }

    /** The position that the next message of the stream must begin with. */
    long nextPosition() {
        return nextPosition;
    }

    void advance(long by) {
        nextPosition += by;
    }

    boolean superseded() {
        return superseded;
    }

    void supersede() {
        superseded = true;
    }
}
