package io.ringkv.node.core;

import java.util.List;

/** Configurations of node n1, data id d1, incarnation 1, with an empty store. */
final class TestConfigs {
    private TestConfigs() {}

    /** @param coordinators hosts, each on port 5000 */
    static NodeConfig of(List<String> coordinators, String secret, Durability durability) {
        return of(coordinators, secret, durability, StoreHealth.EMPTY);
    }

    static NodeConfig of(
            List<String> coordinators, String secret, Durability durability, StoreHealth health) {
        return new NodeConfig(
                "n1",
                "d1",
                1,
                0,
                health,
                "n1",
                5000,
                coordinators.stream()
                        .map(host -> new NodeConfig.Endpoint(host, 5000))
                        .toList(),
                "",
                1,
                "",
                0,
                secret,
                durability,
                NodeTiming.DEFAULT,
                NodeBounds.DEFAULT,
                Rules.ALL);
    }
}
