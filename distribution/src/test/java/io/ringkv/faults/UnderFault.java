package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.RealCluster;
import io.ringkv.process.RealServer;
import io.ringkv.process.Tool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The frame of each test: a cluster in a network of its own, load, the fault, and then everything whole again. */
@Tag("faults")
abstract class UnderFault {
    private static final int SECONDS = Integer.getInteger("ringkv.faults.seconds", 30);
    private static final int WARM = 300;

    /** What is done while clients work. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    protected Network network;
    protected RealCluster cluster;
    protected RecordedLoad load;
    private long ends;

    /** With these variables in the environment of some. */
    protected void start(Map<String, List<String>> variables) throws IOException {
        network = new Network(variables);
        cluster = RealCluster.start(3, Network.options(), network);
    }

    /** Clients work from before the fault until everything is whole again; the verdict must be good. */
    protected History run(String name, Fault fault) throws Exception {
        if (cluster == null) {
            start(Map.of());
        }
        load = new RecordedLoad(cluster.all(), cluster.nodes());
        load.awaitMore(WARM);
        ends = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        fault.happen();
        network.heal();
        cluster.all().stream().filter(RealServer::runs).forEach(RealServer::resume);
        cluster.startAll();
        cluster.awaitHealthy();
        load.awaitMore(WARM);
        History history = load.finish();
        history.tell(name);
        if (!history.linearizable()) {
            keep(history, name);
        }
        history.assertGood();
        assertThat(cluster.all()).allMatch(RealServer::runs);
        return history;
    }

    private void keep(History history, String name) throws IOException {
        Path kept = Tool.ROOT.resolve("distribution/target/faults").resolve(name.replace(' ', '-'));
        Files.createDirectories(kept);
        history.write(kept.resolve("history.jsonl"));
        for (RealServer server : cluster.all()) {
            Files.writeString(kept.resolve(server.name() + ".log"), server.logged());
        }
        System.out.println("kept in " + kept);
    }

    /** Whether there is time for another fault; there is for the first. */
    protected boolean goesOn() {
        return ends - System.nanoTime() > 0;
    }

    /** The clients work for so long. */
    protected static void hold(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    protected void holdToTheEnd() {
        while (goesOn()) {
            hold(0.1);
        }
    }

    protected RealServer node(int index) {
        return cluster.nodes().get(index % cluster.nodes().size());
    }

    @AfterEach
    void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }
}
