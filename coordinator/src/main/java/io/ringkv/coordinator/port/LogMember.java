package io.ringkv.coordinator.port;

import io.ringkv.protocol.view.Coordinator;

/**
 * A member of the log: the coordinator, and the port at which the members' own protocol is spoken, on the same host.
 */
public record LogMember(Coordinator coordinator, int logPort) {
    public String id() {
        return coordinator.id();
    }

    /** As {@code host:port}; an IPv6 host stands in brackets. */
    public String logAddress() {
        return new Coordinator(coordinator.id(), coordinator.host(), logPort).address();
    }
}
