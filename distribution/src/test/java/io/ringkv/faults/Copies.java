package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.RowCursor;
import io.ringkv.node.port.RowSpace;
import io.ringkv.node.store.RocksDbConfig;
import io.ringkv.node.store.RocksDbStore;
import io.ringkv.process.Await;
import io.ringkv.process.RealCluster;
import io.ringkv.process.RealServer;
import io.ringkv.process.StoreFiles;
import io.ringkv.process.Tool;
import io.ringkv.process.Wire;
import io.ringkv.protocol.record.Row;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each node has on its disk, read there once no process is left. Every node of these clusters is a replica of
 * every slot, so that all have the same rows, to the byte; but for tombstones, which one may have purged a moment before
 * another was ended.
 */
final class Copies {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What all replicas hold; the marks of a slot are each replica's own. */
    private static final List<RowSpace> SHARED = List.of(RowSpace.DATA, RowSpace.REQUEST);

    private record Place(RowSpace space, int slot, String key) {}

    private Copies() {}

    /** Ends all processes. The number of rows that each has. */
    static int assertEqual(RealCluster cluster) throws IOException {
        for (RealServer primary : cluster.nodes()) {
            awaitReplicas(cluster, primary);
        }
        cluster.killAll();
        RealServer first = cluster.nodes().get(0);
        Map<Place, ByteBuffer> expected = rows(cluster, first);
        assertThat(expected).as("rows of %s", first.name()).isNotEmpty();
        for (RealServer other : cluster.others(first)) {
            assertSame(first.name(), expected, other.name(), rows(cluster, other));
        }
        return expected.size();
    }

    /** A record that all have is stored behind everything that they were sent before it. */
    private static void awaitReplicas(RealCluster cluster, RealServer primary) throws IOException {
        String key = cluster.keysOf(primary, 1).get(0);
        Await.until("all replicas have what " + primary.name() + " sent", PATIENCE, () -> {
            try (Wire wire = primary.wire()) {
                return wire.ask("PUT --level=all " + key + " last").isOk();
            }
        });
    }

    private static Map<Place, ByteBuffer> rows(RealCluster cluster, RealServer node)
            throws IOException {
        Path copy = Files.createTempDirectory("ringkv-copy");
        Path store = copy.resolve("store");
        // Opening one changes it, and leaves RocksDB's library beside it, in use.
        Tool.demand(
                copy,
                "cp",
                "-r",
                new StoreFiles(cluster, node).store().toString(),
                store.toString());
        Map<Place, ByteBuffer> rows = new HashMap<>();
        try (RocksDbStore open = RocksDbStore.open(store, RocksDbConfig.DEFAULT)) {
            for (RowSpace space : SHARED) {
                try (RowCursor cursor = open.scanAll(space)) {
                    while (cursor.next()) {
                        String key = new String(cursor.key(), StandardCharsets.ISO_8859_1);
                        if (space != RowSpace.DATA || !Row.of(cursor.row()).isTombstone()) {
                            rows.put(
                                    new Place(space, cursor.slot(), key),
                                    ByteBuffer.wrap(cursor.row()));
                        }
                    }
                }
            }
        }
        Tool.delete(copy);
        return rows;
    }

    private static void assertSame(
            String one,
            Map<Place, ByteBuffer> expected,
            String other,
            Map<Place, ByteBuffer> actual) {
        assertThat(actual.keySet())
                .as("rows of %s, and of %s", other, one)
                .isEqualTo(expected.keySet());
        expected.forEach((place, row) -> assertThat(actual.get(place))
                .as("%s on %s and %s", place, one, other)
                .isEqualTo(row));
    }
}
