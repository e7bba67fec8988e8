package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.coordinator.server.CoordinatorCommand;
import io.ringkv.node.server.NodeCommand;
import io.ringkv.server.BothRolesCommand;
import io.ringkv.transport.process.ServerCommand;
import io.ringkv.transport.process.ServerMain;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every option of the servers, wrong in each way: as a word, as a variable and as a line of a file. */
class ServerBadInputTest {
    private static final String COORDINATOR = "coordinator";
    private static final String NODE = "node";
    private static final String SERVER = "server";
    private static final List<String> ALL = List.of(COORDINATOR, NODE, SERVER);
    /** A row of the table that is one of each server. */
    private static final String EVERY = "*";

    @TempDir
    private static Path dir;

    @TempDir
    private static Path configs;

    private static Untouched untouched;

    @BeforeAll
    static void prepare() throws IOException {
        untouched = new Untouched(dir);
    }

    @AfterAll
    static void close() throws IOException {
        untouched.close();
    }

    private static ServerCommand server(String name) {
        return switch (name) {
            case NODE -> new NodeCommand();
            case SERVER -> new BothRolesCommand();
            default -> new CoordinatorCommand();
        };
    }

    private static CommandSpec spec(String name) {
        return new CommandLine(server(name)).getCommandSpec();
    }

    /** What a server cannot do without, but for one option. */
    private static List<String> needed(String name, String without) {
        List<String> words = new ArrayList<>();
        if (!without.equals("--data-dir")) {
            words.add("--data-dir=DIR/new");
        }
        if (name.equals(NODE) && !without.equals("--coordinator")) {
            words.add("--coordinator=127.0.0.1:1");
        }
        return words;
    }

    private static List<BadLine> table() {
        List<BadLine> all = new ArrayList<>();
        for (BadLine line : BadLines.read("servers.txt")) {
            List<String> servers =
                    line.command().equals(EVERY) ? ALL : List.of(line.command().split(",", -1));
            for (String server : servers) {
                List<String> words = new ArrayList<>(needed(server, line.argument()));
                words.addAll(line.words());
                words.remove("");
                all.add(new BadLine(
                        server + " " + line.argument(),
                        line.kind(),
                        line.exitCode(),
                        words,
                        line.says()));
            }
        }
        return all;
    }

    static Stream<BadLine> listed() {
        return table().stream().filter(line -> line.kind() != BadLine.Kind.ALONE);
    }

    static Stream<BadLine> derived() {
        return ALL.stream()
                .flatMap(server -> new SpecLines(
                                spec(server), server, option -> needed(server, option))
                        .all().stream());
    }

    /** Those of one option by itself, which can stand elsewhere than on the command line. */
    static Stream<BadLine> ofOneOption() {
        return table().stream()
                .filter(line ->
                        line.kind() == BadLine.Kind.MALFORMED || line.kind() == BadLine.Kind.RANGE)
                .filter(line -> !line.argument().equals("--config"));
    }

    private static List<String> problems(
            BadLine line, Map<String, String> environment, List<String> words) throws IOException {
        String[] placed = untouched.placed(words).toArray(String[]::new);
        List<String> problems = ServerMain.problems(server(line.command()), environment, placed);
        untouched.check();
        return problems;
    }

    /** With the line that names the help, which the process adds to whatever is wrong. */
    private static void check(BadLine line, String problem) {
        Refusal.check(line, problem + "\nSee kv " + line.command() + " --help");
    }

    private static void refused(BadLine line, Map<String, String> environment, List<String> words)
            throws IOException {
        List<String> problems = problems(line, environment, words);
        assertThat(problems).as(line.toString()).hasSize(1);
        check(line, problems.get(0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listed")
    void isRefusedInWords(BadLine line) throws IOException {
        refused(line, Map.of(), line.words());
    }

    /** What the values are worth is said as well, in lines of their own. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("derived")
    void whatTheOptionsRuleOutIsRefusedInWords(BadLine line) throws IOException {
        List<String> problems = problems(line, Map.of(), line.words());
        assertThat(problems)
                .as(line.toString())
                .anyMatch(problem -> problem.contains(line.says().get(0)));
        check(line, String.join("\n", problems));
    }

    private static String value(BadLine line) {
        String option = line.argument() + "=";
        String word = line.words().stream()
                .filter(some -> some.startsWith(option))
                .findFirst()
                .orElseThrow();
        return untouched.placed(List.of(word.substring(option.length()))).get(0);
    }

    private static List<String> others(BadLine line) {
        return line.words().stream()
                .filter(word -> !word.startsWith(line.argument() + "="))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofOneOption")
    void isRefusedInAVariableToo(BadLine line) throws IOException {
        String variable =
                "KV" + line.argument().substring(1).toUpperCase(Locale.ROOT).replace('-', '_');
        refused(line, Map.of(variable, value(line)), others(line));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofOneOption")
    void isRefusedInAFileToo(BadLine line) throws IOException {
        Path file = Files.writeString(
                configs.resolve("config"),
                line.argument().substring(2) + "=" + value(line).replace("\\", "\\\\") + "\n");
        refused(line, Map.of("KV_CONFIG", file.toString()), others(line));
    }

    @Test
    void everyOptionHasItsLines() {
        List<BadLine> table = table();
        for (String server : ALL) {
            assertThat(Completeness.missing(spec(server), server, table))
                    .as("rows that bad-input/servers.txt needs")
                    .isEmpty();
            assertThat(Completeness.unknown(spec(server), server, table))
                    .as("rows of what there is no more")
                    .isEmpty();
        }
    }
}
