package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.simulation.SimCommand;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** Every option of the simulator, wrong in each way. */
class SimBadInputTest {
    private static final List<BadLine> TABLE = BadLines.read("sim.txt");

    static Stream<BadLine> lines() {
        return TABLE.stream().filter(line -> line.kind() != BadLine.Kind.ALONE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isRefusedInWords(BadLine line) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = System.err;
        PrintStream to = new PrintStream(said, true, UTF_8);
        int exitCode;
        // The simulator writes to both.
        System.setErr(to);
        try {
            exitCode = SimCommand.commandLine()
                    .setErr(new PrintWriter(to, true))
                    .execute(line.words().toArray(String[]::new));
        } finally {
            System.setErr(err);
        }
        assertThat(said.toString(UTF_8))
                .startsWith("kv sim: ")
                .contains(line.says())
                .doesNotContain("Exception", "\tat ", "java.");
        assertThat(exitCode).isEqualTo(line.exitCode());
    }

    @Test
    void everyOptionHasItsLines() {
        CommandLine.Model.CommandSpec sim = SimCommand.commandLine().getCommandSpec();
        assertThat(Completeness.missing(sim, "sim", TABLE))
                .as("rows that bad-input/sim.txt needs")
                .isEmpty();
        assertThat(Completeness.unknown(sim, "sim", TABLE))
                .as("rows of what there is no more")
                .isEmpty();
    }
}
