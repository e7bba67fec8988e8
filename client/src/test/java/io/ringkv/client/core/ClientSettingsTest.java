package io.ringkv.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;

class ClientSettingsTest {
    @ParameterizedTest
    @CsvSource({"1, 2000", "2, 2000", "4, 1000", "5, 800", "50, 500"})
    void the_more_seeds_there_are_the_shorter_one_that_is_silent_is_waited_for(int seeds, long ms) {
        ClientSettings settings = ClientSettings.of(
                "test", Collections.nCopies(seeds, new HostAndPort("localhost", 5000)));
        assertThat(settings.connectTimeoutNanos()).isEqualTo(ms * 1_000_000);
    }
}
