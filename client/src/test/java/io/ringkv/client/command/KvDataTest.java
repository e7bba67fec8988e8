package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** PUT, GET and DELETE as commands: where values come from, how answers are written. */
class KvDataTest extends InProcessKv {
    @Test
    void putPrintsTheReceiptAndExitsWith0() throws IOException {
        Reply receipt = Reply.ok().with("v", "3.1").with("acks", "2/3");
        assertThat(kvAgainst(request -> receipt, "put", "k", "v")).isEqualTo(ExitCode.OK);
        assertThat(out()).isEqualTo("OK v=3.1 acks=2/3\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void getWritesExactlyTheBytes() throws IOException {
        byte[] value = {0, (byte) 0xFF, '\n', 'x'};
        assertThat(kvAgainst(request -> Reply.value(value), "get", "k")).isZero();
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    @Test
    void getAsJsonShowsBinaryAsBase64() throws IOException {
        kvAgainst(
                request -> Reply.value(new byte[] {(byte) 0xFF}).with("v", "3.1"),
                "get",
                "k",
                "--output=json");
        assertThat(out())
                .isEqualTo(
                        "{\"key\":\"k\",\"status\":\"VALUE\",\"value\":{\"b64\":\"/w==\"},\"v\":\"3.1\"}\n");
    }

    @Test
    void dataCommandsKnowEveryFormat() throws IOException {
        Function<Request, @Nullable Reply> answers = request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1").with("acks", "2/3")
                : Reply.value("a,b".getBytes(UTF_8)).with("v", "3.1");
        kvAgainst(answers, "get", "k", "--output=table");
        kvAgainst(answers, "get", "k", "--output=jsonl");
        kvAgainst(answers, "get", "k", "--output=csv");
        kvAgainst(answers, "put", "k", "v", "--output=csv");
        kvAgainst(answers, "put", "k", "v", "--output=raw");
        kvAgainst(answers, "--output=json", "--command", "GET k");
        assertThat(out()).isEqualTo("""
                        a,b
                        {"key":"k","status":"VALUE","value":"a,b","v":"3.1"}
                        key,status,value,v
                        k,VALUE,"a,b",3.1
                        key,status,v,acks
                        k,OK,3.1,2/3
                        3.1\t2/3
                        {"key":"k","status":"VALUE","value":"a,b","v":"3.1"}
                        """);
    }

    @Test
    void programsReadThatThereIsNothing() throws IOException {
        for (String format : new String[] {"json", "jsonl", "csv"}) {
            assertThat(kvAgainst(request -> Reply.notFound(), "get", "k", "--output=" + format))
                    .isEqualTo(1);
        }
        assertThat(out())
                .contains("{\"key\":\"k\",\"status\":\"NOT_FOUND\"}")
                .contains("k,NOT_FOUND");
        assertThat(err()).isEmpty();
    }

    @Test
    void aValueComesFromStdinOrAFile(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("v"), new byte[] {1, 2});
        input = new byte[] {3};
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            kv("put", "a", "@" + file);
            kv("put", "b", "-");
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly(new byte[] {1, 2}, new byte[] {3});
        }
    }

    @Test
    void aFileThatCannotBeReadIsSaidInWords(@TempDir Path dir) {
        assertThat(kv("put", "k", "@/nonexistent")).isEqualTo(2);
        assertThat(kv("put", "k", "@" + dir)).isEqualTo(2);
        assertThat(err())
                .contains(
                        "the value from /nonexistent: there is no such file; nothing was written.")
                .contains(dir + ": is a directory; nothing was written.")
                .doesNotContain("Exception");
    }

    /** Its size is known before a byte is read. */
    @Test
    void aFileThatNoServerTakesIsRefusedHere(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(200L << 20);
        }
        assertThat(kv("put", "k", "@" + file)).isEqualTo(2);
        assertThat(err())
                .contains("larger than 67108864 bytes", "nothing was written")
                .hasLineCount(1);
    }

    @Test
    void inputWithoutEndIsRefusedHere() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return length;
            }
        };
        assertThatThrownBy(() -> new ValueOptions().bytes("-", endless))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("larger than 67108864 bytes");
    }

    @Test
    void aValueMayBeWrittenInHexOrBase64() throws IOException {
        input = "/w A=\n".replace(" ", "").getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv("put", "a", "--hex", "00fF")).isZero();
            assertThat(kv("put", "a", "--b64", "-")).isZero();
            assertThat(kv("put", "a", "--hex", "0")).isEqualTo(2);
            assertThat(kv("put", "a", "--b64", "?")).isEqualTo(2);
            assertThat(kv("put", "a", "--hex", "--b64", "00")).isEqualTo(2);
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly(new byte[] {0, (byte) 0xFF}, new byte[] {(byte) 0xFF, 0});
        }
        assertThat(err()).contains("is not hexadecimal").contains("is not Base64");
    }

    @Test
    void optionsReachTheServer() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            kv("put", "--level=all", "--if=3.1", "--request-id=17-a-1", "k", "v");
            Request request = node.requests().get(0);
            assertThat(request.option(Option.LEVEL)).isEqualTo("all");
            assertThat(request.option(Option.IF)).isEqualTo("3.1");
            assertThat(request.option(Option.REQUEST_ID)).isEqualTo("17-a-1");
        }
    }

    /** As the launcher says it with kv.stdin, and as the shell has none. */
    @Test
    void whereThereIsNoInputThereIsNoValue() {
        assertThatThrownBy(() -> new ValueOptions().bytes("-", new NoInput("it is closed")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(
                        "from standard input: it is closed; nothing was written. Pipe it into kv")
                .extracting(e -> ((CommandException) e).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    /** So that the prompt stands on a line of its own; a pipe gets the value alone. */
    @Test
    void onATerminalAValueEndsItsLine() throws IOException {
        for (String value : new String[] {"v", "v\n"}) {
            out.reset();
            try (ScriptedServer node =
                    ScriptedServer.node(request -> Reply.value(value.getBytes(UTF_8)))) {
                Streams terminal = new Streams(
                        InputStream.nullInputStream(),
                        new PrintStream(out, false, UTF_8),
                        new PrintStream(err, false, UTF_8),
                        true,
                        Map.of("KV_SERVER", node.address().toString()));
                assertThat(Kv.run(terminal, "get", "k")).isZero();
                assertThat(out()).isEqualTo("v\n");
                out.reset();
                assertThat(Kv.run(terminal, "get", "k", "--output=raw")).isZero();
                assertThat(out()).as("the bare data").isEqualTo(value);
            }
        }
    }

    /** As at a terminal, where one Ctrl-D ends what is read, and the next one ends something else. */
    @Test
    void theInputIsReadUpToItsFirstEnd() throws IOException {
        InputStream typed = new InputStream() {
            private final String[] parts = {"value", "", "typed later", ""};
            private int part;
            private int at;

            @Override
            public int read() {
                if (at < parts[part].length()) {
                    return parts[part].charAt(at++);
                }
                part++;
                at = 0;
                return -1;
            }
        };
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            PrintStream stderr = new PrintStream(err, false, UTF_8);
            Streams streams = new Streams(
                    typed,
                    stderr,
                    stderr,
                    true,
                    Map.of("KV_SERVER", node.address().toString()));
            assertThat(Kv.run(streams, "put", "k", "-")).isZero();
            assertThat(node.requests().get(0).value()).asString(UTF_8).isEqualTo("value");
        }
    }
}
