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
        Network alone = new Network(variables);
        start(alone, alone, Network.options());
    }

    /** With three coordinators. */
    protected void startWithThreeCoordinators() throws IOException {
        network = new Network(Map.of());
        cluster = RealCluster.start(3, 3, Network.options(), network);
    }

    /** @param machines the network, or more than it */
    protected void start(
            Network itsNetwork, RealCluster.Machines machines, RealCluster.Options options)
            throws IOException {
        network = itsNetwork;
        cluster = RealCluster.start(3, options, machines);
    }

    /** Clients work from before the fault until everything is whole again; the verdict must be good. */
    protected History run(String name, Fault fault) throws Exception {
        if (cluster == null) {
            start(Map.of());
        }
        boolean good = false;
        try {
            History history = judged(name, fault);
            assertThat(cluster.all()).allMatch(RealServer::runs);
            Copies.assertEqual(cluster);
            good = true;
            return history;
        } finally {
            if (!good) {
                keepLogs(name);
            }
        }
    }

    private History judged(String name, Fault fault) throws Exception {
        load = new RecordedLoad(cluster.all(), List.copyOf(cluster.nodes()));
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
            history.write(kept(name).resolve("history.jsonl"));
        }
        history.assertGood();
        return history;
    }

    private static Path kept(String name) throws IOException {
        return Files.createDirectories(Tool.ROOT
                .resolve("distribution/target/faults")
                .resolve(name.replaceAll("\\W+", "-")));
    }

    private void keepLogs(String name) throws IOException {
        Path kept = kept(name);
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
        if (load != null) {
            load.abandon();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
