package io.ringkv.faults;

import io.ringkv.process.Await;
import io.ringkv.process.RealCluster;
import io.ringkv.process.RealServer;
import io.ringkv.process.Wire;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;

import java.io.IOException;
import java.time.Duration;

/** One node more than there are copies: it is filled, emptied, and gone before the copies of the others are compared. */
final class ExtraNode {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final RealCluster cluster;
    private final RealServer server;

    private ExtraNode(RealCluster cluster) {
        this.cluster = cluster;
        this.server = cluster.join();
    }

    static ExtraNode join(RealCluster cluster) {
        return new ExtraNode(cluster);
    }

    RealServer server() {
        return server;
    }

    void awaitSlots() {
        Await.until("it gets slots", PATIENCE, () -> slots() > 0);
    }

    void awaitFull() {
        Await.until("it is full", PATIENCE, () -> allMoved() && slots() > 10_000);
    }

    void awaitEmpty() {
        Await.until("it is empty", PATIENCE, () -> allMoved() && slots() == 0);
    }

    void drain() {
        demand("DRAIN " + server.name());
    }

    void stay() {
        demand("DRAIN --cancel " + server.name());
    }

    /** For good, with nothing of the cluster's left on it. */
    void leave() {
        drain();
        awaitEmpty();
        demand("REMOVE_NODE " + server.name());
        Await.until("what it had is dropped", PATIENCE, () -> server.stat("slots-held") == 0);
        cluster.dismiss(server);
    }

    private long slots() throws IOException {
        for (Item item : ask("REBALANCE STATUS").items()) {
            if (item.word(1).equals(server.name())) {
                return item.longField("slots", -1);
            }
        }
        return -1;
    }

    private boolean allMoved() throws IOException {
        return "0".equals(ask("REBALANCE STATUS").field("copies"));
    }

    /** A change whose answer was lost is asked for again. */
    private void demand(String line) {
        Await.until(line, PATIENCE, () -> ask(line).isOk());
    }

    private Reply ask(String line) throws IOException {
        try (Wire wire = cluster.coordinator().wire()) {
            return wire.ask(line);
        }
    }
}
