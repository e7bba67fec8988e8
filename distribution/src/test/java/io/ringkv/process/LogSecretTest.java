package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Three coordinators with a cluster secret: their log is theirs alone, and goes on when one is lost. */
@Tag("process")
class LogSecretTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path files;

    @Test
    void whoHasTheSecretTakesPartAndWhoHasAnotherDoesNot() throws IOException {
        Path secret = Files.writeString(files.resolve("secret"), "open-sesame\n");
        RealCluster.Options options =
                new RealCluster.Options(Map.of(), List.of("--secret-file=" + secret), List.of());
        try (RealCluster cluster = RealCluster.start(3, 3, options)) {
            RealServer first = cluster.coordinators().get(0);
            first.kill9();
            RealServer second = cluster.coordinators().get(1);
            Await.until("the others go on", PATIENCE, () -> change(second).isOk());

            Files.writeString(secret, "guess\n");
            first.start();
            first.awaitEnd(PATIENCE);
            assertThat(first.logged()).contains("does not let c1 in");
            Files.writeString(secret, "open-sesame\n");

            first.start();
            cluster.awaitHealthy();
            assertThat(plain(cluster, first)).isFalse();
        }
    }

    private static Reply change(RealServer asked) throws IOException {
        try (Wire wire = asked.wire()) {
            return wire.ask("SET_REPLICAS 2");
        }
    }

    /** What the port of the log answers to the first bytes of gRPC without encryption. */
    private static boolean plain(RealCluster cluster, RealServer coordinator) throws IOException {
        int logPort = cluster.logPortOf(coordinator);
        try (Wire wire = Wire.open(logPort, Duration.ofSeconds(5))) {
            return !wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").rest().isEmpty();
        }
    }
}
