package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

class ConfirmationTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void demand(boolean terminal, boolean yes, String typed) {
        PrintStream stderr = new PrintStream(err, false, UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(UTF_8));
        new Confirmation(Person.at(new Streams(in, stderr, stderr, terminal, Map.of())))
                .demand(yes, "it is removed", "nothing was removed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n"})
    void aPersonIsAskedAndYesGoesOn(String typed) {
        assertThatCode(() -> demand(true, false, typed)).doesNotThrowAnyException();
        assertThat(err.toString(UTF_8)).startsWith("it is removed. Go on? [y/N] ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", ""})
    void everyOtherAnswerIsANo(String typed) {
        assertThatThrownBy(() -> demand(true, false, typed)).hasMessage("nothing was removed");
    }

    @Test
    void aScriptSaysBeforehandThatItIsMeant() {
        assertThatThrownBy(() -> demand(false, false, "y\n"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("it is removed; there is no terminal to ask at")
                .hasMessageContaining("--yes")
                .extracting(e -> ((CommandException) e).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThatCode(() -> demand(false, true, "")).doesNotThrowAnyException();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private void demandTyped(boolean terminal, @Nullable String said, String typed) {
        PrintStream stderr = new PrintStream(err, false, UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(UTF_8));
        new Confirmation(Person.at(new Streams(in, stderr, stderr, terminal, Map.of())))
                .demandTyped(said, "--losing", "17", "17 slots lose writes", "nothing was removed");
    }

    @Test
    void whatWouldBeLostIsTypedBackOrSaidBeforehand() {
        assertThatCode(() -> demandTyped(true, null, "17\n")).doesNotThrowAnyException();
        assertThat(err.toString(UTF_8)).isEqualTo("17 slots lose writes. Type 17 to go on: ");
        assertThatCode(() -> demandTyped(false, "17", "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> demandTyped(true, null, "y\n")).hasMessage("nothing was removed");
        assertThatThrownBy(() -> demandTyped(true, null, "")).hasMessage("nothing was removed");
        assertThatThrownBy(() -> demandTyped(false, null, "17\n"))
                .hasMessageContaining("say that it is meant with --losing 17");
        assertThatThrownBy(() -> demandTyped(true, "16", "17\n"))
                .hasMessage("--losing is 16, and 17 slots may lose writes; nothing was removed");
    }
}
