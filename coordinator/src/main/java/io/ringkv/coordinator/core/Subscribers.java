package io.ringkv.coordinator.core;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import java.util.LinkedHashSet;
import java.util.Set;

/** Connections that asked for views: they got a whole one, and get what each new one changes, encoded once for all. */
final class Subscribers {
    private final Network network;
    private final Set<Long> connections = new LinkedHashSet<>();

    Subscribers(Network network) {
        this.network = network;
    }

    void add(long connection) {
        connections.add(connection);
    }

    void remove(long connection) {
        connections.remove(connection);
    }

    void push(View before, View view) {
        if (!connections.isEmpty()) {
            Push push = Push.of("VIEW")
                    .with("epoch", Long.toString(view.epoch()))
                    .with("base", Long.toString(before.epoch()))
                    .withBlock(ViewCodec.encodeChange(before, view));
            connections.forEach(connection -> network.push(connection, push));
        }
    }
}
