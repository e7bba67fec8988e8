package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Reply;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Lines as the shell hands them on. */
class LineRunnerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream to = new PrintStream(out, true, UTF_8);
    private final Streams streams = new Streams(
            new ByteArrayInputStream(new byte[0]),
            to,
            new PrintStream(err, true, UTF_8),
            true,
            Map.of());

    private static byte[] line(String line) {
        return (line + "\n").getBytes(UTF_8);
    }

    @Test
    void aProgramIsNotHandedAMessageForAValue() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.notFound());
                Cluster cluster = new Cluster(List.of(node.address()), Duration.ofSeconds(5))) {
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table);
            runner.runLine(line("get nokey"), to, true);
            assertThat(out.toString(UTF_8)).isEmpty();
            assertThat(err.toString(UTF_8)).isEqualTo("kv: there is no nokey\n");
            runner.runLine(line("get nokey"), to, false);
            assertThat(out.toString(UTF_8)).isEqualTo("NOT_FOUND\n");
        }
    }

    @Test
    void whatABlockLacksIsCounted() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok());
                Cluster cluster = new Cluster(List.of(node.address()), Duration.ofSeconds(5))) {
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table);
            assertThat(runner.runLine(line("put --length=5 k"), to, false)).isFalse();
            assertThat(runner.missing()).isEqualTo(5);
            runner.runLine(line("he"), to, false);
            assertThat(runner.missing()).isEqualTo(2);
            assertThat(runner.runLine(line("lo"), to, false)).isTrue();
            assertThat(runner.missing()).isZero();
        }
    }

    /** {@code get k | wc -c} counts what the key holds; on a screen a line ends. */
    @Test
    void aProgramIsHandedExactlyTheBytesOfAValue() throws IOException {
        Reply value = Reply.value("abc".getBytes(UTF_8));
        try (ScriptedServer node = ScriptedServer.node(request -> value);
                Cluster cluster = new Cluster(List.of(node.address()), Duration.ofSeconds(5))) {
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table);
            runner.runLine(line("get k"), to, true);
            assertThat(out.toString(UTF_8)).isEqualTo("abc");
            runner.runLine(line("get k"), to, false);
            assertThat(out.toString(UTF_8)).isEqualTo("abcabc\n");
        }
    }
}
