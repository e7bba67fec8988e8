package io.ringkv.client.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class RunningServersTest {
    private static final Path HOME = Path.of("/home/ann/ringkv-data");

    @Test
    void aServerIsNamedByItsPlace() {
        assertThat(RunningServers.nameIn(HOME, "/home/ann/ringkv-data/n1/data")).isEqualTo("n1");
        assertThat(RunningServers.nameIn(HOME, "/home/ann/x/../ringkv-data/s2/data"))
                .isEqualTo("s2");
    }

    /** The last one is no path at all, as letters are that the locale does not have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/var/lib/postgres/data",
                "/home/ann/ringkv-data/data",
                "/home/ann/ringkv-data/n1/data/data",
                "/home/ann/ringkv-data/n1/other",
                "/home/ann/ringkv-data/n1\0/data"
            })
    void whatIsElsewhereIsNobodyOfThisCluster(String dataDir) {
        assertThat(RunningServers.nameIn(HOME, dataDir)).isEmpty();
    }
}
