package io.ringkv.simulation.scale;

import io.ringkv.protocol.view.ViewCodec;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a cluster of so many nodes costs its coordinator: bytes of a view and of what a node's death changes in it, what
 * the log takes for that, and the time of a heartbeat. Times are this machine's.
 *
 * @param viewBytes the whole view
 * @param ranges sets of slots that the view serves alike
 * @param pushBytes the largest push to each node when one dies
 * @param entries of the log then
 * @param entryBytes all of them
 * @param deathMillis of the coordinator, from the last heartbeat of the dead node to the push, one subscriber
 */
public record ScaleMeasure(
        int nodes,
        int viewBytes,
        int ranges,
        int pushBytes,
        int entries,
        int entryBytes,
        long deathMillis,
        int heartbeatBytes,
        double heartbeatMicros) {
    private static final int ROUNDS = 5;
    private static final double MICRO = 1e3;
    private static final long MILLI = 1_000_000L;

    public static ScaleMeasure take(int size) {
        ScriptedNodes cluster = new ScriptedNodes(size);
        cluster.seconds(10);
        cluster.subscribe(1);
        int viewBytes = ViewCodec.encode(cluster.view()).length;
        int ranges = cluster.view().shares().size();
        int heartbeatBytes = cluster.heartbeatBytes();
        long began = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            cluster.heartbeats();
        }
        double micros = (System.nanoTime() - began) / MICRO / ROUNDS / size;
        cluster.takePushes();
        cluster.takeEntries();
        long death = System.nanoTime();
        cluster.die(size);
        long deathMillis = (System.nanoTime() - death) / MILLI;
        List<Integer> entries = cluster.takeEntries();
        return new ScaleMeasure(
                size,
                viewBytes,
                ranges,
                cluster.takePushes().stream().max(Comparator.naturalOrder()).orElse(0),
                entries.size(),
                entries.stream().mapToInt(Integer::intValue).sum(),
                deathMillis,
                heartbeatBytes,
                micros);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d nodes: a view has %d ranges in %d bytes; a node's death is %d entries of the log in"
                        + " %d bytes, a push of %d bytes to each node, and %d ms of the coordinator, four"
                        + " seconds of heartbeats among it; a heartbeat has %d bytes and takes %.1f us",
                nodes,
                ranges,
                viewBytes,
                entries,
                entryBytes,
                pushBytes,
                deathMillis,
                heartbeatBytes,
                heartbeatMicros);
    }
}
