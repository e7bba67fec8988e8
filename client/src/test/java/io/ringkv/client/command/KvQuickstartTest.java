package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** {@code kv quickstart} where no server has to be started. */
class KvQuickstartTest extends InProcessKv {
    @Test
    void whereNoClusterWasStartedNothingIsCleaned(@TempDir Path dir) {
        assertThat(kv("quickstart", "clean", "--yes", "--dir", dir.toString())).isZero();
        assertThat(out()).contains("nothing to clean").doesNotContain("removed");
        assertThat(dir).isEmptyDirectory();
    }
}
