package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/** The commands that look into running servers, on one whose edge is the real one. */
class OperatorCommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int kv(ScriptedServer server, String... args) {
        out.reset();
        err.reset();
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                false,
                Map.of("KV_SERVER", server.address().toString()));
        return Kv.run(streams, args);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    @Test
    void slowRequestsOfEveryServerAreListed() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.notFound())) {
            kv(node, "get", "--trace=t.1", "first");
            kv(node, "get", "second");
            assertThat(kv(node, "slowlog", "--output=csv")).isZero();
            assertThat(out()).startsWith("at,server,verb,key,took-ms,status,from,forwarded,trace");
            assertThat(out().lines().filter(line -> line.contains(",GET,")).toList())
                    .hasSize(2)
                    .anyMatch(line -> line.contains(",n1,GET,second,") && line.endsWith(",no,-"))
                    .anyMatch(line -> line.contains(",n1,GET,first,") && line.endsWith(",no,t.1"))
                    .allMatch(line -> line.contains(",NOT_FOUND,127.0.0.1:"));
            assertThat(kv(node, "slowlog", "--count=1", "--output=jsonl")).isZero();
            assertThat(out().lines()).hasSize(1);
            assertThat(out()).containsPattern("\"took-ms\":[0-9]+\\.[0-9]{3},");
        }
    }

    @Test
    void aCountOfNothingIsWrongUsage() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            assertThat(kv(node, "slowlog", "--count=0")).isEqualTo(ExitCode.USAGE);
            assertThat(kv(node, "slowlog", "--count=x")).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aLogLevelIsSetAndTheOldOneIsShown() throws IOException {
        String logger = "--logger=io.ringkv.client.example";
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            assertThat(kv(node, "log-level", "debug", logger)).isZero();
            assertThat(kv(node, "log-level", "info", logger, "--node=n1", "--output=raw"))
                    .isZero();
            assertThat(out()).isEqualTo("n1\tio.ringkv.client.example\tDEBUG\tINFO\n");
            assertThat(kv(node, "log-level", "info", "--node=n9")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("there is no node n9; see: kv nodes");
            assertThat(kv(node, "log-level", "loud")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("off, error, warn, info, debug, trace");
        }
    }

    @Test
    void aTraceGoesAlongWithEveryDataCommand() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok())) {
            kv(node, "put", "k", "v", "--trace=a-1");
            kv(node, "get", "k", "--trace=a-1");
            kv(node, "delete", "k", "--trace=a-1");
            kv(node, "exists", "k", "--trace=a-1");
            assertThat(node.requests())
                    .hasSize(4)
                    .extracting((Request request) -> request.option(Option.TRACE))
                    .containsOnly("a-1");
            assertThat(kv(node, "get", "k", "--trace=a b")).isEqualTo(ExitCode.USAGE);
            assertThat(err()).contains("1 to 32 of A-Z");
        }
    }

    @Test
    void whoWasToldAndWhoWasNotIsSaid() throws IOException {
        try (ScriptedServer node = ScriptedServer.besideOneThatIsGone(request -> Reply.ok())) {
            String[] debug = {"log-level", "debug", "--logger=io.ringkv.client.other"};
            assertThat(kv(node, debug)).isEqualTo(ExitCode.CANNOT_CONNECT);
            assertThat(err()).contains("n9 at 127.0.0.1:1", "the other servers were told");
            assertThat(out()).contains("n1 ");
            assertThat(kv(node, "log-level", "debug", "--node=n9")).isEqualTo(3);
            assertThat(err()).contains("n9 at 127.0.0.1:1", "no level was changed");
            assertThat(out()).isEmpty();
        }
    }

    /** As stats and slowlog say it. */
    @Test
    void anExplanationThatLacksAReplicaSaysSoToScripts() throws IOException {
        Reply places = Reply.ok().withItem(Item.of("PRIMARY", "n9", "127.0.0.1:1"));
        try (ScriptedServer node = ScriptedServer.node(request -> places)) {
            assertThat(kv(node, "explain", "k")).isEqualTo(ExitCode.CANNOT_CONNECT);
            assertThat(err()).contains("the other replicas are shown");
            assertThat(out()).contains("n9");
        }
    }
}
