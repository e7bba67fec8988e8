package io.ringkv.coordinator.core;

import io.ringkv.protocol.Reply;

/** Connections that a coordinator has opened itself, by whoever opened them; each is told of its own alone. */
interface OwnConnections {
    boolean owns(long connection);

    void connected(long connection);

    void reply(long connection, Reply reply);

    void disconnected(long connection);
}
