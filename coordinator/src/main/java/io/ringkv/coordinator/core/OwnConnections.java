package io.ringkv.coordinator.core;

import io.ringkv.protocol.Reply;

/** Connections that a coordinator has opened itself, by whoever opened them; each is told of its own alone. */
interface OwnConnections {
    boolean owns(long connection);

    void connected(long connection);

    void reply(long connection, Reply reply);

    void disconnected(long connection);

    /** Time has passed: whoever waits only so long gives up what is late. */
    default void tick(long now) {}
}
