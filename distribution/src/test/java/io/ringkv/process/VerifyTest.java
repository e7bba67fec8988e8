package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All slots of a real cluster are compared from its disks, while clients write, and with a node away. */
@Tag("process")
class VerifyTest {
    private static final int KEYS = 500;

    private static Tool.Result kv(RealCluster cluster, String... words) throws IOException {
        Path files = Files.createTempDirectory("ringkv-verify");
        try {
            String[] command = new String[words.length + 2];
            command[0] = Tool.KV;
            System.arraycopy(words, 0, command, 1, words.length);
            command[words.length + 1] =
                    "--server=127.0.0.1:" + cluster.coordinator().port();
            return Tool.run(files, "", command);
        } finally {
            Tool.delete(files);
        }
    }

    @Test
    void whatThreeNodesHoldIsVerifiedWhileTheyTakeWritesAndNotWhenOneIsGone() throws Exception {
        try (RealCluster cluster = RealCluster.start(3);
                Writers writers = new Writers(List.copyOf(cluster.nodes()), 2, KEYS)) {
            writers.awaitMore(2 * KEYS);
            Tool.Result meanwhile = kv(cluster, "verify");
            assertThat(meanwhile.exitCode()).as(meanwhile.toString()).isZero();
            writers.close();
            assertThat(writers.check()).isEqualTo(KEYS);

            Tool.Result verified = kv(cluster, "verify");
            assertThat(verified.exitCode()).as(verified.toString()).isZero();
            assertThat(verified.out())
                    .contains("slots=16384  match=32768  repaired=0  not-comparable=0")
                    .contains("all of them match");
            Tool.Result status = kv(cluster, "repair", "status", "--output=raw");
            assertThat(status.out().lines()).hasSize(3).allMatch(line -> line.contains("\tidle\t"));

            cluster.nodes().get(2).kill9();
            Await.until(
                    "it is missed",
                    Duration.ofSeconds(30),
                    () -> kv(cluster, "status").exitCode() == 1);
            Tool.Result missing = kv(cluster, "verify", "--timeout=1s");
            assertThat(missing.exitCode()).as(missing.toString()).isEqualTo(9);
            assertThat(missing.out()).contains("not reached: n3").contains("fewer replicas");
        }
    }
}
