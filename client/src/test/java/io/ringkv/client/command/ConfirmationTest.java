package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

class ConfirmationTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private boolean given(boolean terminal, String typed) {
        PrintStream stderr = new PrintStream(err, false, UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(UTF_8));
        return new Confirmation(new Streams(in, stderr, stderr, terminal, Map.of()))
                .given("remove it?");
    }

    @Test
    void aPersonIsAskedAndOnlyYesGoesOn() {
        assertThat(given(true, "y\n")).isTrue();
        assertThat(given(true, "Yes\n")).isTrue();
        assertThat(given(true, "n\n")).isFalse();
        assertThat(given(true, "\n")).isFalse();
        assertThat(given(true, "")).isFalse();
        assertThat(err.toString(UTF_8)).startsWith("remove it? [y/N] ");
    }

    @Test
    void aScriptIsNot() {
        assertThat(given(false, "")).isTrue();
        assertThat(err.toString(UTF_8)).isEmpty();
    }
}
