package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.process.Await;
import io.ringkv.process.DiskImage;
import io.ringkv.process.PowerStrip;
import io.ringkv.process.RealServer;
import io.ringkv.process.StoreFiles;
import io.ringkv.process.Tool;
import io.ringkv.process.Writers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The disk of one node after the other fills up, fails, loses its power, is wiped or rots, and is mended. */
class StorageFaultTest extends UnderFault {
    private static final int WRITERS = 2;
    private static final int KEYS = 400;
    private static final int DOWN_SECONDS = 4;
    private static final long LAST_BYTES = 12L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of 16384 slots: about its share of three. */
    private static final int MOST_OF_ITS_SLOTS = 4_000;

    private final PowerStrip power = new PowerStrip();

    /** What happens to the disk of one node, and how that is mended. */
    @FunctionalInterface
    private interface DiskFault {
        void happenTo(RealServer node, DiskImage disk) throws Exception;
    }

    /** Beside the recorded load, writers whose keys nobody else writes read the last of each in the end. */
    private void runOnDisks(String name, String durability, DiskFault fault) throws Exception {
        Network alone = new Network(Map.of());
        start(
                alone,
                new WholeMachines(alone, power),
                Network.options("--durability=" + durability));
        run(name, () -> {
            try (Writers writers = new Writers(cluster.nodes(), WRITERS, KEYS)) {
                writers.awaitMore(KEYS);
                for (int i = 0; goesOn(); i++) {
                    fault.happenTo(node(i), power.diskOf(node(i)));
                    cluster.awaitHealthy();
                }
                writers.awaitMore(KEYS);
                writers.close();
                assertThat(writers.check()).isEqualTo(KEYS);
            }
        });
    }

    @Test
    void aDiskIsFullAndHasSpaceAgain() throws Exception {
        runOnDisks("disk of a node full", "interval", (node, disk) -> {
            disk.fillNearly();
            Await.until("it is nobody's primary", PATIENCE, () -> node.stat("slots-primary") == 0);
            hold(DOWN_SECONDS);
            disk.fillUpTo(LAST_BYTES);
            hold(DOWN_SECONDS);
            node.kill9();
            node.start();
            hold(DOWN_SECONDS);
            assertThat(node.runs())
                    .as("a node starts on a full disk: %s", node.logged())
                    .isTrue();
            disk.giveSpaceBack();
            Await.until(
                    "its primaries are back",
                    PATIENCE,
                    () -> node.stat("slots-primary") > MOST_OF_ITS_SLOTS);
        });
    }

    private void cutAndRestore(RealServer node) {
        power.cut(List.of(node));
        hold(DOWN_SECONDS);
        power.restore(List.of(node));
    }

    @Test
    @Tag("faults-short")
    void thePowerOfAMachineFailsAndNotAllWasSynced() throws Exception {
        runOnDisks("power cut of a node, --durability=interval", "interval", (node, disk) -> {
            cutAndRestore(node);
            awaitLine(node, "this store may have lost its newest writes");
        });
    }

    @Test
    void thePowerOfAMachineFailsAndAllWasSynced() throws Exception {
        runOnDisks("power cut of a node, --durability=fsync", "fsync", (node, disk) -> {
            cutAndRestore(node);
            assertThat(node.logged()).doesNotContain("may have lost");
        });
    }

    @Test
    void aDiskFailsUnderItsNode() throws Exception {
        runOnDisks("input/output errors end a node, --durability=fsync", "fsync", (node, disk) -> {
            disk.cutPower();
            node.awaitEnd(PATIENCE);
            assertThat(node.process().exitValue()).isEqualTo(1);
            assertThat(node.logged()).containsIgnoringCase("input/output error");
            hold(DOWN_SECONDS);
            disk.unmount();
            power.restore(List.of(node));
        });
    }

    @Test
    void aDirectoryIsWiped() throws Exception {
        runOnDisks("kill -9 of a node and its directory wiped", "interval", (node, disk) -> {
            node.kill9();
            for (var file : new StoreFiles(cluster, node).content()) {
                Tool.delete(file);
            }
            hold(DOWN_SECONDS);
            node.start();
        });
    }

    /** In the log of a running node; at its next start it is in a table, where that of the one after it is. */
    @Test
    @Tag("faults-short")
    void aBitFlips() throws Exception {
        int[] round = {0};
        runOnDisks("one bit flips in the log or a table of a node", "interval", (node, disk) -> {
            StoreFiles files = new StoreFiles(cluster, node);
            boolean inTable = round[0]++ % 2 == 1;
            if (inTable) {
                restartWithATable(node);
            }
            int before = files.quarantined().size();
            StoreFiles.flipABitInTheMiddle(
                    files.largest(inTable ? StoreFiles.TABLE : StoreFiles.LOG));
            hold(1);
            if (node.runs()) {
                node.kill9();
            }
            hold(DOWN_SECONDS);
            node.start();
            Await.until(
                    "the store is put aside",
                    PATIENCE,
                    () -> files.quarantined().size() == before + 1);
            awaitLine(node, "starts empty and copies its data");
        });
    }

    /** Opening moves what the log held into a table. */
    private void restartWithATable(RealServer node) throws IOException {
        node.kill9();
        node.start();
        cluster.awaitHealthy();
    }

    private static void awaitLine(RealServer server, String line) {
        Await.until(
                server.name() + " says: " + line,
                PATIENCE,
                () -> server.logged().contains(line));
    }
}
