package io.ringkv.client.quickstart;

import io.ringkv.client.Health;

import java.util.List;

/**
 * How the cluster on this machine is.
 *
 * @param reasons why it is not healthy
 * @param servers those that were started here, the coordinator first; empty before the first start
 */
public record LocalStatus(Health health, List<String> reasons, List<Server> servers) {
    /** @param process its id; 0 of one that is stopped */
    public record Server(String name, String address, long process) {
        static Server of(ServerProcess server) {
            return new Server(
                    server.name(), server.address().toString(), server.runs() ? server.pid() : 0);
        }

        public boolean runs() {
            return process != 0;
        }
    }
}
