package io.ringkv.faults;

import io.ringkv.process.RealServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Processes that end without a word, or are told to, one after the other. */
class KillTest extends UnderFault {
    private static final int EVERY_SECONDS = 5;

    @Test
    @Tag("faults-short")
    void theNodeOfAKeyIsKilledAndAnotherAfterIt() throws Exception {
        run("kill -9 of a primary every 5 s", () -> {
            for (int i = 0; goesOn(); i++) {
                RealServer primary =
                        cluster.primaryOf("k" + i % RecordedLoad.keys().size());
                primary.kill9();
                hold(EVERY_SECONDS - 1);
                primary.start();
                hold(1);
            }
        });
    }

    @Test
    void theCoordinatorIsKilledAgainAndAgain() throws Exception {
        run("kill -9 of the coordinator every 5 s", () -> {
            while (goesOn()) {
                cluster.coordinator().kill9();
                hold(EVERY_SECONDS / 2.0);
                cluster.coordinator().start();
                hold(EVERY_SECONDS / 2.0);
            }
        });
    }

    @Test
    @Tag("faults-short")
    void everyProcessIsKilledAtOnce() throws Exception {
        run("kill -9 of every process at once", () -> {
            while (goesOn()) {
                cluster.killAll();
                cluster.startAll();
                cluster.awaitHealthy();
                hold(EVERY_SECONDS);
            }
        });
    }

    @Test
    void aPrimaryIsKilledWhileTheCoordinatorIsAway() throws Exception {
        run("kill -9 of the coordinator, then of a node", () -> {
            for (int i = 0; goesOn(); i++) {
                cluster.coordinator().kill9();
                node(i).kill9();
                hold(EVERY_SECONDS);
                cluster.startAll();
                cluster.awaitHealthy();
                hold(1);
            }
        });
    }

    @Test
    void oneAfterTheOtherIsStoppedAndStarted() throws Exception {
        run("rolling restart", () -> {
            while (goesOn()) {
                for (RealServer server : cluster.all()) {
                    server.stop(Duration.ofSeconds(60));
                    server.start();
                    cluster.awaitHealthy();
                }
            }
        });
    }
}
