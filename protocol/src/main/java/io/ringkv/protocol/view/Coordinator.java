package io.ringkv.protocol.view;

/**
 * A member of the coordinators' group, and where clients and nodes reach it.
 *
 * @param id its name in the metadata log, stable over restarts
 */
public record Coordinator(String id, String host, int port) {
    /** As {@code host:port}; an IPv6 host stands in brackets. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return id + " (" + address() + ")";
    }
}
