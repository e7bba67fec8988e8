package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.simulation.SimCommand;
import io.ringkv.simulation.history.CheckHistoryCommand;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** Every option of the simulator and of the judge of histories, wrong in each way. */
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
            exitCode = program(line.command())
                    .setErr(new PrintWriter(to, true))
                    .execute(line.words().toArray(String[]::new));
        } finally {
            System.setErr(err);
        }
        assertThat(said.toString(UTF_8))
                .startsWith("kv " + line.command() + ": ")
                .contains(line.says())
                .doesNotContain("Exception", "\tat ", "java.");
        assertThat(exitCode).isEqualTo(line.exitCode());
    }

    private static CommandLine program(String name) {
        return name.equals("sim") ? SimCommand.commandLine() : CheckHistoryCommand.commandLine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim", "check-history"})
    void everyOptionHasItsLines(String name) {
        CommandLine.Model.CommandSpec spec = program(name).getCommandSpec();
        assertThat(Completeness.missing(spec, name, TABLE))
                .as("rows that bad-input/sim.txt needs")
                .isEmpty();
        assertThat(Completeness.unknown(spec, name, TABLE))
                .as("rows of what there is no more")
                .isEmpty();
    }
}
