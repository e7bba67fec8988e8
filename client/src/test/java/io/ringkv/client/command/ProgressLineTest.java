package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

class ProgressLineTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String shown(boolean screen) {
        ProgressLine line = new ProgressLine(new PrintStream(err, false, UTF_8), screen);
        line.show("10 left");
        line.show("10 left");
        line.show("9 left");
        line.end();
        line.end();
        return err.toString(UTF_8);
    }

    @Test
    void aScreenHasOneLineThatIsWrittenOver() {
        assertThat(shown(true)).isEqualTo("\r10 left\r9 left \n");
    }

    @Test
    void aProgramHasALineForEachChange() {
        assertThat(shown(false)).isEqualTo("10 left\n9 left\n");
    }
}
