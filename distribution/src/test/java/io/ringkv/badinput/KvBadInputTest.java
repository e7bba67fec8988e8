package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.command.Kv;
import io.ringkv.client.command.Streams;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.Model.CommandSpec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every command of {@code kv} with missing, extra, contradictory and malformed words. */
class KvBadInputTest {
    private static final String ROOT = "kv";
    /** A row of the table that is one of each command. */
    private static final String EVERY = "*";

    @TempDir
    private static Path dir;

    private static Untouched untouched;

    @BeforeAll
    static void prepare() throws IOException {
        untouched = new Untouched(dir);
    }

    @AfterAll
    static void close() throws IOException {
        untouched.close();
    }

    private static Map<String, CommandSpec> commands() {
        Map<String, CommandSpec> commands = new TreeMap<>();
        collect("", Kv.spec(), commands);
        return commands;
    }

    /** Those below others, too, by their whole names. */
    private static void collect(String above, CommandSpec command, Map<String, CommandSpec> into) {
        String name = above + command.name();
        into.put(name, command);
        command.subcommands()
                .values()
                .forEach(below ->
                        collect(name.equals(ROOT) ? "" : name + "/", below.getCommandSpec(), into));
    }

    /** The shortest words that a command takes; of an action one that starts nothing, were it taken. */
    private static List<String> good(String name, CommandSpec command) {
        List<String> words = new ArrayList<>();
        if (!name.equals(ROOT)) {
            words.addAll(List.of(name.split("/", -1)));
        }
        command.positionalParameters()
                .forEach(word -> words.add(
                        name.equals("quickstart")
                                ? "status"
                                : SpecLines.sample(word.paramLabel())));
        return words;
    }

    private static List<BadLine> table() {
        List<BadLine> all = new ArrayList<>();
        Map<String, CommandSpec> commands = commands();
        for (BadLine line : BadLines.read("kv.txt")) {
            if (line.command().equals(EVERY)) {
                commands.forEach((name, command) -> all.add(of(name, command, line)));
            } else {
                all.add(line);
            }
        }
        return all;
    }

    private static BadLine of(String name, CommandSpec command, BadLine line) {
        List<String> words = good(name, command);
        words.addAll(line.words());
        return new BadLine(
                name + " " + line.argument(), line.kind(), line.exitCode(), words, line.says());
    }

    static Stream<BadLine> lines() {
        List<BadLine> all = new ArrayList<>(table());
        commands()
                .forEach((name, command) -> all.addAll(
                        new SpecLines(command, name, option -> good(name, command)).all()));
        return all.stream().filter(line -> line.kind() != BadLine.Kind.ALONE);
    }

    private static void refused(BadLine line, String server) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream("PUT k v\n".getBytes(UTF_8)),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                false,
                Map.of("KV_SERVER", server));
        int exitCode = Kv.run(streams, untouched.placed(line.words()).toArray(String[]::new));
        untouched.check();
        String message = err.toString(UTF_8);
        Refusal.check(line, message);
        assertThat(exitCode).as(message).isEqualTo(line.exitCode());
        assertThat(message).startsWith("kv: ");
        assertThat(message.lines().filter(text -> text.startsWith("kv: "))).hasSize(1);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void isRefusedInWords(BadLine line) throws IOException {
        refused(line, untouched.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "here", ":1", "h:0", "h:1,", "h:port", "h:65536"})
    void theVariableIsRefusedAsItsOptionIs(String server) throws IOException {
        for (List<String> words :
                List.of(List.of("get", "k"), List.of("status"), List.of("shell"))) {
            String[] says = {
                "KV_SERVER: not an address",
                "'" + server.replace("h:1,", "") + "'",
                "write host:port"
            };
            refused(BadLine.derived("kv", BadLine.Kind.MALFORMED, words, says), server);
        }
    }

    @Test
    void everyOptionAndWordHasItsLines() {
        List<BadLine> table = table();
        Map<String, CommandSpec> commands = commands();
        List<String> missing = new ArrayList<>();
        commands.forEach(
                (name, command) -> missing.addAll(Completeness.missing(command, name, table)));
        assertThat(missing).as("rows that bad-input/kv.txt needs").isEmpty();
        List<String> unknown = new ArrayList<>();
        commands.forEach(
                (name, command) -> unknown.addAll(Completeness.unknown(command, name, table)));
        assertThat(unknown).as("rows of what there is no more").isEmpty();
        assertThat(commands.keySet())
                .containsAll(table.stream().map(BadLine::command).toList());
    }
}
