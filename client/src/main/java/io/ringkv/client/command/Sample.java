package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the whole cluster had counted at one time. A node that does not answer is not in it.
 *
 * @param nanos when, by this process' clock
 * @param nodes counts and latencies of each node, by name
 * @param health null when nobody could say
 * @param left null when no coordinator could say what moves
 */
record Sample(
        long nanos,
        Map<String, Map<String, Long>> nodes,
        @Nullable String health,
        @Nullable MovesLeft left) {

    static Sample take(Cluster cluster, List<Servers.Server> servers) {
        Map<String, Map<String, Long>> nodes = new TreeMap<>();
        for (Servers.Server server : servers) {
            try {
                nodes.put(server.name(), counts(cluster, server));
            } catch (KvException e) {
                // Its row says that it is away.
            }
        }
        return new Sample(System.nanoTime(), nodes, health(cluster), left(cluster));
    }

    private static Map<String, Long> counts(Cluster cluster, Servers.Server server) {
        Map<String, Long> counts = new TreeMap<>();
        Request latency = Request.builder(Verb.INFO).argument("latency").build();
        Reply spread = Cluster.good(cluster.ask(latency, server.address()));
        for (String name : List.of("p50-us", "p99-us", "max-us")) {
            counts.put(name, spread.longField(name, 0));
        }
        Reply stats = Cluster.good(cluster.ask(Request.of(Verb.STATS), server.address()));
        for (Item item : stats.items()) {
            if (Report.cell(item.word(1)) instanceof Long number) {
                counts.put(item.word(0), number);
            }
        }
        return counts;
    }

    private static @Nullable String health(Cluster cluster) {
        try {
            return cluster.ask(Request.of(Verb.STATUS)).field("health");
        } catch (KvException e) {
            return null;
        }
    }

    private static @Nullable MovesLeft left(Cluster cluster) {
        try {
            Reply reply =
                    cluster.demandOfCoordinator(MovesLeft.question("STATUS").build());
            return new MovesLeft(reply);
        } catch (KvException e) {
            return null;
        }
    }

    long count(String node, String name) {
        return nodes.getOrDefault(node, Map.of()).getOrDefault(name, 0L);
    }
}
