package io.ringkv.node.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One validated configuration of one node process.
 *
 * @param incarnation drawn anew at each start, unique
 * @param previous the incarnation that was the last to register with this disk, 0 for none: a coordinator that knows of
 *     a later one has an old copy before it
 * @param dataId one life of the disk
 * @param savedEpoch the newest view on disk; nothing is accepted before one at least as new is held (rule E3)
 * @param clusterId the cluster this disk belongs to, empty before the first registration
 * @param secret proves membership to peers; empty when none is configured
 */
public record NodeConfig(
        String id,
        String dataId,
        long incarnation,
        long previous,
        StoreHealth health,
        String host,
        int port,
        List<Endpoint> coordinators,
        String zone,
        int weight,
        String clusterId,
        long savedEpoch,
        String secret,
        Durability durability,
        NodeTiming timing,
        NodeBounds bounds,
        Rules rules) {

    /** An address to connect to. */
    public record Endpoint(String host, int port) {
        /** Null for what is no {@code host:port}; an IPv6 host stands in brackets. */
        static @Nullable Endpoint orNull(@Nullable String text) {
            int colon = text == null ? -1 : text.lastIndexOf(':');
            if (text == null || colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
                return null;
            }
            boolean bracketed = text.charAt(0) == '[' && text.charAt(colon - 1) == ']';
            return new Endpoint(
                    bracketed ? text.substring(1, colon - 1) : text.substring(0, colon),
                    Integer.parseInt(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public NodeConfig {
        coordinators = List.copyOf(coordinators);
    }

    NodeConfig withHealth(StoreHealth judged) {
        return new NodeConfig(
                id,
                dataId,
                incarnation,
                previous,
                judged,
                host,
                port,
                coordinators,
                zone,
                weight,
                clusterId,
                savedEpoch,
                secret,
                durability,
                timing,
                bounds,
                rules);
    }
}
