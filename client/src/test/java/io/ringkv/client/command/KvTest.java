package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The command as scripts see it: stdout, stderr, exit code. */
class KvTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = {};
    private String server = "127.0.0.1:1";

    private int kv(String... args) {
        Streams streams = new Streams(
                new ByteArrayInputStream(input),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                false,
                Map.of("KV_SERVER", server));
        return Kv.run(streams, args);
    }

    private int kvAgainst(Function<Request, @Nullable Reply> answers, String... args)
            throws IOException {
        try (ScriptedServer node = ScriptedServer.node(answers)) {
            server = node.address().toString();
            return kv(args);
        }
    }

    private int kvAgainstCoordinator(Reply reply, String... args) throws IOException {
        try (ScriptedServer coordinator = ScriptedServer.coordinator(request -> reply)) {
            server = coordinator.address().toString();
            return kv(args);
        }
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

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
    void anAbsentKeyExitsWith1AndKeepsStdoutEmpty() throws IOException {
        assertThat(kvAgainst(request -> Reply.notFound(), "get", "k")).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("kv: there is no k\n");
    }

    @Test
    void aConditionThatDoesNotHoldExitsWith1() throws IOException {
        Reply conflict = Reply.conflict().with("v", "3.4");
        assertThat(kvAgainst(request -> conflict, "put", "--if=absent", "k", "v"))
                .isEqualTo(1);
        assertThat(err()).contains("k is at version 3.4");
    }

    @Test
    void wrongUsageExitsWith2() {
        assertThat(kv("put", "k")).isEqualTo(2);
        assertThat(kv("gett", "k")).isEqualTo(2);
        assertThat(kv("get", "--level=most", "k")).isEqualTo(2);
        assertThat(kv("get", "--timeout=5", "k")).isEqualTo(2);
        assertThat(kv("get", "--server=here", "k")).isEqualTo(2);
        assertThat(kv("delete", "--request-id=7", "k")).isEqualTo(2);
        assertThat(kv("--command", "GTE k")).isEqualTo(2);
        assertThat(err()).contains("did you mean GET?");
        assertThat(out()).isEmpty();
    }

    @Test
    void nobodyThereExitsWith3AndNamesTheAddress() {
        assertThat(kv("get", "k")).isEqualTo(3);
        assertThat(err()).contains("cannot reach 127.0.0.1:1");
    }

    @Test
    void aRejectedRequestExitsWith4() throws IOException {
        assertThat(kvAgainst(r -> Reply.error(ErrorCode.TOO_LARGE, "too much"), "put", "k", "v"))
                .isEqualTo(4);
        assertThat(err()).isEqualTo("kv: too much (TOO_LARGE)\n");
    }

    @Test
    void anUnknownOutcomeExitsWith5AndNamesTheRequestId() throws IOException {
        Reply slow = Reply.error(ErrorCode.TIMEOUT, "too slow");
        assertThat(kvAgainst(r -> slow, "put", "--timeout=300ms", "k", "v")).isEqualTo(5);
        assertThat(err()).contains("--request-id=1700-ab-1");
    }

    @Test
    void whatIsNotAllowedExitsWith6() throws IOException {
        assertThat(kvAgainst(r -> Reply.error(ErrorCode.NOT_AUTHORIZED, "no"), "get", "k"))
                .isEqualTo(6);
    }

    @Test
    void aBusyClusterExitsWith7() throws IOException {
        Reply busy = Reply.error(ErrorCode.OVERLOADED, "busy").with("retry-after", "1s");
        assertThat(kvAgainst(r -> busy, "get", "--timeout=300ms", "k")).isEqualTo(7);
    }

    @Test
    void aLevelThatCannotBeReachedExitsWith8() throws IOException {
        Reply unavailable = Reply.error(ErrorCode.UNAVAILABLE, "too few");
        assertThat(kvAgainst(r -> unavailable, "get", "--level=all", "--timeout=300ms", "k"))
                .isEqualTo(8);
    }

    @Test
    void statusExitsByHealth() throws IOException {
        Reply reply = Reply.ok().withItem(Item.of("REASON").with("node", "n2").withText("is DOWN"));
        assertThat(kvAgainstCoordinator(reply.with("health", "HEALTHY"), "status"))
                .isZero();
        assertThat(kvAgainstCoordinator(reply.with("health", "DEGRADED"), "status"))
                .isEqualTo(1);
        assertThat(kvAgainstCoordinator(reply.with("health", "UNAVAILABLE"), "status"))
                .isEqualTo(2);
        assertThat(out()).contains("health=DEGRADED").contains("n2     is DOWN");
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

    @Test
    void pipedLinesAreCommandsAndTheFirstErrorDecides() throws IOException {
        input = "@1 PUT --length=2 k\nab\nGET k\nGET gone\nNONE\nHELP GET\n".getBytes(UTF_8);
        int exitCode = kvAgainst(request -> request.verb() == Verb.PUT
                ? Reply.ok().with("v", "3.1")
                : request.argument(0).equals("k")
                        ? Reply.value("ab".getBytes(UTF_8))
                        : Reply.notFound());
        assertThat(exitCode).isEqualTo(1);
        assertThat(out()).startsWith("@1 OK v=3.1\nab\nNOT_FOUND\nGET [").doesNotContain("kv>");
        assertThat(err()).contains("there is no verb 'NONE'");
    }

    @Test
    void aScriptMayStopAtItsFirstError() throws IOException {
        input = "GET gone\nGET k\n".getBytes(UTF_8);
        assertThat(kvAgainst(request -> Reply.notFound(), "--on-error=stop")).isEqualTo(1);
        assertThat(out()).isEqualTo("NOT_FOUND\n");
    }

    @Test
    void oneLineIsEnough() throws IOException {
        assertThat(kvAgainst(r -> Reply.value("v w".getBytes(UTF_8)), "--command", "get k"))
                .isZero();
        assertThat(out()).isEqualTo("v w\n");
    }

    @Test
    void nodesCanBeReadByPrograms() throws IOException {
        assertThat(kvAgainst(request -> Reply.ok(), "nodes", "--output=csv")).isZero();
        assertThat(out()).contains("node,address,state").contains("n1,127.0.0.1:");
    }

    @Test
    void ringSimulateNeedsNoServer() {
        assertThat(kv("ring", "--simulate", "5", "--output=jsonl")).isZero();
        assertThat(out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"placement\":"));
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : new String[] {
            "put",
            "get",
            "delete",
            "exists",
            "status",
            "stats",
            "nodes",
            "ring",
            "explain",
            "shell",
            "quickstart"
        }) {
            assertThat(kv(command, "--help")).isZero();
        }
        assertThat(kv("--help")).isZero();
        assertThat(out()).contains("coordinator").contains("Usage: kv put");
    }
}
