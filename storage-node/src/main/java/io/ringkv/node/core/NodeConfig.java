package io.ringkv.node.core;

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
        @Override
        public String toString() {
            return host + ":" + port;
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
