package io.ringkv.faults;

import io.ringkv.process.RealServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that sleep, and wake with what they believed before. */
class PauseTest extends UnderFault {
    private static final int[] SECONDS = {1, 4, 10, 2, 20};

    private void sleep(RealServer server, int seconds) {
        server.pause();
        hold(seconds);
        server.resume();
        hold(1);
    }

    @Test
    @Tag("faults-short")
    void aNodeSleepsAndWakes() throws Exception {
        run("SIGSTOP of a node for 1 to 20 s", () -> {
            for (int i = 0; goesOn(); i++) {
                sleep(node(i), SECONDS[i % SECONDS.length]);
            }
        });
    }

    @Test
    void theCoordinatorSleepsAndWakes() throws Exception {
        run("SIGSTOP of the coordinator for 1 to 20 s", () -> {
            for (int i = 0; goesOn(); i++) {
                sleep(cluster.coordinator(), SECONDS[i % SECONDS.length]);
            }
        });
    }
}
