package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Lines of the protocol, from stdin or an option. */
class KvLinesTest extends InProcessKv {
    @Test
    void oneLineIsEnough() throws IOException {
        assertThat(kvAgainst(r -> Reply.value("v w".getBytes(UTF_8)), "--command", "get k"))
                .isZero();
        assertThat(out()).isEqualTo("v w\n");
    }

    @Test
    void pipedLinesAreCommandsAndTheFirstErrorDecides() throws IOException {
        input = "@1 PUT --length=2 k\nab\nGET k\nGET gone\nNONE\nHELP GET\n".getBytes(UTF_8);
        int exitCode = kvAgainst(request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1")
                : request.argument(0).equals("k")
                        ? Reply.value("ab".getBytes(UTF_8))
                        : Reply.notFound());
        assertThat(exitCode).isEqualTo(1);
        assertThat(out()).startsWith("@1 OK v=3.1\nab\nGET [").doesNotContain("kv>");
        assertThat(err())
                .startsWith("kv: line 4: there is no gone\n")
                .contains("kv: line 5: there is no verb 'NONE'");
    }

    @Test
    void aScriptMayStopAtItsFirstError() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop")).isEqualTo(1);
        assertThat(out()).as("data only").isEmpty();
        assertThat(err()).isEqualTo("kv: line 1: there is no gone\n");
    }

    @Test
    void theShellStopsAtTheFirstErrorTooWhenTold() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop", "shell"))
                .isEqualTo(1);
        assertThat(err()).isEqualTo("kv: line 1: there is no gone\n");
    }

    @Test
    void ofManyRowsTheHeaderIsWrittenOnce() throws IOException {
        input = "GET a\nGET b\nPUT c 1\nGET a\n".getBytes(UTF_8);
        int exitCode = kvAgainst(
                request -> request.verb() == Verb.PUT
                        ? Reply.ok().with("v", "3.1")
                        : Reply.value("x".getBytes(UTF_8)),
                "--output=csv");
        assertThat(exitCode).isZero();
        assertThat(out())
                .isEqualTo("key,status,value\na,VALUE,x\nb,VALUE,x\n"
                        + "key,status,v\nc,OK,3.1\nkey,status,value\na,VALUE,x\n");
    }

    @Test
    void aBlockThatIsCutOffIsSaid() throws IOException {
        input = "PUT --length=30 zz\nabc\nGET zz\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.ok())).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err())
                .startsWith("kv: line 1: the input ended 19 bytes before the end of the block")
                .contains("nothing was written")
                .hasLineCount(1);
    }

    @Test
    void aBlockThatIsCutOffBehindItsKeyIsSaid() throws IOException {
        input = "\n\nPUT --key-length=2 --length=60000000\nab\nx".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.ok())).isEqualTo(2);
        assertThat(err()).contains("ended 59999999 bytes before");
    }

    @Test
    void theLastBlockNeedsNoLineEnd() throws IOException {
        input = "PUT --key-length=2 --length=3\nab\nxyz".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.ok().with("v", "3.1"))).isZero();
        assertThat(out()).isEqualTo("OK v=3.1\n");
    }

    @Test
    void commentsAndEmptyLinesAreIgnoredAndExitEnds() throws IOException {
        input = "# PUT k v\n\n  \r\nGET k\nexit\nNONE\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.value("v".getBytes(UTF_8)))).isZero();
        assertThat(out()).isEqualTo("v\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void inABlockNothingIsAComment() throws IOException {
        input = "PUT --length=10 k\n# a\nexit\nb\nexit".getBytes(UTF_8);
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv()).isZero();
            assertThat(node.requests())
                    .extracting(Request::value)
                    .containsExactly("# a\nexit\nb".getBytes(UTF_8));
        }
    }

    @Test
    void aLineMayHaveTheNameOfACommand() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            server = node.address().toString();
            assertThat(kv("--command", "STATUS")).isZero();
            assertThat(kv("--command", "DELETE k")).isZero();
            assertThat(kv("--output=json", "--command", "STATS")).isZero();
            assertThat(node.requests())
                    .extracting(Request::verb)
                    .containsExactly(Verb.STATUS, Verb.DELETE, Verb.STATS);
        }
    }

    @Test
    void whatIsACommandAndNoVerbIsSaid() {
        input = "completion\n".getBytes(UTF_8);
        assertThat(kv()).isEqualTo(ExitCode.USAGE);
        assertThat(kv("--command", "quickstart")).isEqualTo(ExitCode.USAGE);
        assertThat(kv("--command", "bogus")).isEqualTo(ExitCode.USAGE);
        assertThat(err().lines())
                .satisfiesExactly(
                        completion -> assertThat(completion)
                                .startsWith("kv: line 1: there is no verb 'completion'")
                                .endsWith("; did you mean the command: kv completion"),
                        start -> assertThat(start).endsWith("the command: kv quickstart"),
                        bogus -> assertThat(bogus).doesNotContain("command"));
    }

    @Test
    void inputThatCannotBeReadIsSaidInWords() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }
        };
        PrintStream stderr = new PrintStream(err, false, UTF_8);
        Streams streams = new Streams(broken, stderr, stderr, false, Map.of("KV_SERVER", server));
        assertThat(Kv.run(streams)).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("kv: cannot read lines from standard input: is a directory;");
    }

    /** As {@code yes 'PUT k v' | kv | head -2}. */
    @Test
    void linesEndWithTheReaderOfTheirAnswers() throws IOException {
        byte[] line = "PUT k v\n".getBytes(UTF_8);
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return line[at++ % line.length];
            }
        };
        OutputStream head = new OutputStream() {
            private int lines;

            @Override
            public void write(int one) throws IOException {
                if (lines == 2) {
                    throw new IOException("Broken pipe");
                }
                lines += one == '\n' ? 1 : 0;
            }
        };
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            Streams streams = new Streams(
                    endless,
                    Output.to(head),
                    new PrintStream(err, false, UTF_8),
                    false,
                    Map.of("KV_SERVER", node.address().toString()));
            assertThat(Kv.run(streams)).isZero();
            assertThat(node.requests()).hasSize(3);
            assertThat(err()).isEmpty();
        }
    }
}
