package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@DisabledOnOs(OS.WINDOWS)
class LineOutputTest {
    private final List<String> said = new ArrayList<>();

    private void pipe(String text, String program) throws IOException {
        try (LineOutput output = LineOutput.toProgram(program, said::add)) {
            output.stream().print(text);
        }
    }

    @Test
    void aProgramGetsTheWholeOutput(@TempDir Path dir) throws IOException {
        Path seen = dir.resolve("seen");
        pipe("one\ntwo\n", "cat > '" + seen + "'");
        assertThat(seen).hasContent("one\ntwo\n");
        assertThat(said).isEmpty();
    }

    @Test
    void aProgramThatFailsIsNamedWithItsExitCode() throws IOException {
        pipe("value", "exit 7");
        assertThat(said).containsExactly("'exit 7' failed with exit code 7");
    }

    @Test
    void oneThatHasReadEnoughHasNotFailed() throws IOException {
        pipe("line\n".repeat(100_000), "head -c 1 > /dev/null");
        assertThat(said).isEmpty();
    }

    @Test
    void oneThatAPersonEndedIsNoNews() throws IOException {
        pipe("value", "kill -INT $$");
        assertThat(said).isEmpty();
    }
}
