package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreetHistoryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH s3cret",
                "auth me s3cret",
                "  Auth s3cret",
                "@1 AUTH s3cret",
                "HELLO --TOKEN=s3cret 1",
                "hello --client=x --token=s3cret 1"
            })
    void aSecretIsNotRemembered(String line) {
        assertThat(DiscreetHistory.tellsSecret(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get authors", "PUT k AUTH", "help put", "", "hello --client=x 1"})
    void everythingElseIs(String line) {
        assertThat(DiscreetHistory.tellsSecret(line)).isFalse();
    }
}
