package io.ringkv.faults;

import io.ringkv.process.RealServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that sleep, and wake with what they believed before. */
class PauseTest extends UnderFault {
    private static final int[] SECONDS = {1, 4, 10, 2, 20};
    private static final int LONGEST_SECONDS = 60;
    private static final double SLOW_STOPS_SECONDS = 0.4;
    private static final double SLOW_RUNS_SECONDS = 0.1;

    private void sleep(RealServer server, double seconds) {
        server.pause();
        hold(seconds);
        server.resume();
    }

    @Test
    @Tag("faults-short")
    void aNodeSleepsAndWakes() throws Exception {
        run("SIGSTOP of a node for 1 to 20 s", () -> {
            for (int i = 0; goesOn(); i++) {
                sleep(node(i), SECONDS[i % SECONDS.length]);
                hold(1);
            }
        });
    }

    @Test
    void theCoordinatorSleepsAndWakes() throws Exception {
        run("SIGSTOP of the coordinator for 1 to 20 s", () -> {
            for (int i = 0; goesOn(); i++) {
                sleep(cluster.coordinator(), SECONDS[i % SECONDS.length]);
                hold(1);
            }
        });
    }

    @Test
    void aNodeSleepsForAMinute() throws Exception {
        run("SIGSTOP of a node for 60 s", () -> sleep(node(0), LONGEST_SECONDS));
    }

    @Test
    void theCoordinatorSleepsForAMinute() throws Exception {
        run(
                "SIGSTOP of the coordinator for 60 s",
                () -> sleep(cluster.coordinator(), LONGEST_SECONDS));
    }

    /** For too short a time to be judged DOWN: whatever needs it waits for it, again and again. */
    @Test
    void aNodeIsSlow() throws Exception {
        run("a node that runs for 0.1 s of every 0.5 s", () -> {
            while (goesOn()) {
                sleep(node(1), SLOW_STOPS_SECONDS);
                hold(SLOW_RUNS_SECONDS);
            }
        });
    }
}
