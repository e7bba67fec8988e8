package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A command of kv as a line: the same wherever the line comes from. */
class LineCommandsTest extends InProcessKv {
    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void aFileToPut() throws IOException {
        file = Files.writeString(dir.resolve("file"), "from a file");
    }

    private List<Request> asked(String line, boolean piped) throws IOException {
        err.reset();
        String text = line.replace("FILE", file.toString());
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok().with("v", "3.1"))) {
            server = node.address().toString();
            input = piped ? (text + "\n").getBytes(UTF_8) : new byte[0];
            int exitCode = piped ? kv() : kv("--command", text);
            assertThat(exitCode)
                    .as(err())
                    .isEqualTo(node.requests().isEmpty() ? ExitCode.USAGE : ExitCode.OK);
            return node.requests();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "put k v; k; v",
                "put k some text  with spaces; k; some text  with spaces",
                "put k it's 5\" wide; k; it's 5\" wide",
                "put js {\"a\": \"b c\", \"d\": 1}; js; {\"a\": \"b c\", \"d\": 1}",
                "put k {\"a\":1}; k; {\"a\":1}",
                "put k a | b; k; a | b",
                "put m --hex 4142; m; AB",
                "put m 4142 --hex; m; AB",
                "put m --b64 QUI=; m; AB",
                "put \"x y\" --hex 4142; x y; AB",
                "put \"x y\" @FILE; x y; from a file",
                "put k @FILE; k; from a file",
                "put k \"two words\"; k; two words",
                "put \"a\\tb\" v; a\tb; v",
                "put k -- --dashed; k; --dashed",
                "put k -- --dashed and more; k; --dashed and more",
                "put -- --key v w; --key; v w",
                "PUT k 00 --hex; k; 00 --hex",
                "PUT k @FILE and; k; @FILE and"
            })
    void aPutStoresWhatItMeans(String line, String key, String value) throws IOException {
        for (boolean piped : List.of(true, false)) {
            assertThat(asked(line, piped)).hasSize(1).allSatisfy(request -> {
                assertThat(request.argument(0)).isEqualTo(key);
                assertThat(new String(request.requiredValue(), UTF_8))
                        .isEqualTo(value.replace("FILE", file.toString()));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put h zz --if absent",
                "put h zz --if=absent",
                "put --if absent h zz",
                "put --if=absent h zz",
                "put h --if absent zz",
                "put h --if=\"absent\" zz"
            })
    void aConditionIsOneWhereverItStands(String line) throws IOException {
        assertThat(asked(line, true)).hasSize(1).allSatisfy(request -> {
            assertThat(request.option(Option.IF)).isEqualTo("absent");
            assertThat(request.requiredValue()).asString(UTF_8).isEqualTo("zz");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "put k x --lvel one; did you mean --level?",
                "put k --lvel one x; did you mean --level?",
                "put k --text; '--text'",
                "put k text with --if absent; '--if' stands in a value of several words",
                "put k @FILE and more; could be a file",
                "put k @nothing/there; Check the path",
                "put k \"quoted\" and more; whole of a quoted one",
                "put k \"unclosed; closing quote",
                "put 'a b' c; single quote",
                "put k '{\"a\": 1}'; whole of a quoted one",
                "put k 'v'; single quote",
                "put k v --if absent more; 'more'",
                "put --epoch=3 k v; '--epoch'",
                "get k > f; LINE | cat > FILE",
                "get m23|wc -c; LINE | PROGRAM",
                "get a b; 'b' is one word too many",
                "get k --if=absent; it goes with kv put, kv delete"
            })
    void whatCouldMeanSomethingElseIsRefused(String line, String why) throws IOException {
        for (boolean piped : List.of(true, false)) {
            assertThat(asked(line, piped)).isEmpty();
            assertThat(err()).contains(why);
        }
    }

    @Test
    void quotedKeysAndOptionsBehindThemGoWithEveryCommand() throws IOException {
        assertThat(asked("get \"a b\" --level one", true)).hasSize(1).allSatisfy(request -> {
            assertThat(request.argument(0)).isEqualTo("a b");
            assertThat(request.option(Option.LEVEL)).isEqualTo("one");
        });
        assertThat(asked("exists --output json \"x y\"", true))
                .anyMatch(request ->
                        request.verb() == Verb.EXISTS && request.argument(0).equals("x y"));
        assertThat(out()).contains("\"key\":\"x y\"");
        assertThat(asked("explain \"k\\x1b[31mQ\"", true))
                .allMatch(request -> request.argument(0).equals("k\u001b[31mQ"));
    }

    @Test
    void oneLineLeavesNothingToTheNext() throws IOException {
        input = "put --hex --if=absent a 41\nput b 42\ndelete c\n".getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv()).as(err()).isZero();
            assertThat(node.requests())
                    .extracting(request -> request.option(Option.IF))
                    .containsExactly("absent", null, null);
            assertThat(node.requests().get(0).value()).asString(UTF_8).isEqualTo("A");
            assertThat(node.requests().get(1).value()).asString(UTF_8).isEqualTo("42");
        }
    }

    @Test
    void blocksAreTheProtocolsInAnyCase() throws IOException {
        input = "put --length=5 k\na\nb c\nput --key-length=1 --length=1\nk\nv\n".getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv()).as(err()).isZero();
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly("a\nb c".getBytes(UTF_8), "v".getBytes(UTF_8));
        }
    }

    @Test
    void aLineDoesNotReadTheLinesBehindIt() throws IOException {
        input = "put k -\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound())).isEqualTo(ExitCode.USAGE);
        assertThat(err())
                .contains("cannot read the value from standard input: it holds the lines")
                .contains("there is no k");
        input = "the input".getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv("--command", "put k -")).as(err()).isZero();
            assertThat(node.requests().get(0).value()).asString(UTF_8).isEqualTo("the input");
        }
    }

    @Test
    void commandsThatLookWorkInLinesAsWell() throws IOException {
        input = "nodes\nring --simulate 2\nhelp\nhelp put\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.ok())).as(err()).isZero();
        assertThat(out()).contains("address", "PUT", "Usage: kv put", "exit [CODE]");
    }

    @Test
    void exitNamesItsCode() throws IOException {
        input = "GET gone\nexit 3\nGET gone\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound())).isEqualTo(3);
        assertThat(err()).hasLineCount(1);
        input = "exit soon\nexit\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound())).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("kv: line 1: 'exit soon' has no exit code");
    }
}
