package io.ringkv.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private final LineSource source =
            new LineSource(new NoInput("no test"), List.of(), Person.at(streams), false, List::of);

    private static byte[] line(String line) {
        return (line + "\n").getBytes(UTF_8);
    }

    @Test
    void aProgramIsNotHandedAMessageForAValue() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.notFound());
                Cluster cluster = new Cluster(List.of(node.address()), Duration.ofSeconds(5))) {
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table, source);
            runner.runLine(line("get nokey"), to, true);
            assertThat(out.toString(UTF_8)).isEmpty();
            assertThat(err.toString(UTF_8)).isEqualTo("kv: there is no nokey\n");
            runner.runLine(line("get nokey"), to, false);
            assertThat(out.toString(UTF_8)).isEqualTo("NOT_FOUND\n");
        }
    }

    /** There is a terminal, though a line of the shell does not read it. */
    @Test
    void theShellAsksBeforeALossIsAcceptedOrANodeRemoved() throws IOException {
        Item lost = Item.of("REASON").with("slots", "7").with("next", "accept-loss");
        Reply status =
                Reply.ok().with("health", "UNAVAILABLE").with("epoch", "5").withItem(lost);
        List<String> questions = new ArrayList<>();
        Deque<String> typed = new ArrayDeque<>(List.of("no", "yes", "y", "no", "no"));
        Person person = new Person() {
            @Override
            public boolean there() {
                return true;
            }

            @Override
            public String answer(String question) {
                questions.add(question);
                return typed.remove();
            }
        };
        try (ScriptedServer coordinator = ScriptedServer.coordinator(
                        request -> request.verb() == Verb.STATUS ? status : Reply.ok());
                Cluster cluster =
                        new Cluster(List.of(coordinator.address()), Duration.ofSeconds(5))) {
            List<String> common = List.of("--server=" + coordinator.address());
            LineSource shell =
                    new LineSource(new NoInput("a test"), common, person, false, List::of);
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table, shell);
            runner.runLine(line("accept-loss"), to, false);
            assertThat(err.toString(UTF_8)).contains("nothing was changed");
            assertThat(coordinator.requests()).noneMatch(r -> r.verb() == Verb.ACCEPT_LOSS);
            runner.runLine(line("accept-loss"), to, false);
            runner.runLine(line("ACCEPT_LOSS 5"), to, false);
            assertThat(coordinator.requests())
                    .filteredOn(r -> r.verb() == Verb.ACCEPT_LOSS)
                    .hasSize(2);
            runner.runLine(line("remove n1"), to, false);
            runner.runLine(line("REMOVE_NODE n1"), to, false);
            assertThat(coordinator.requests()).noneMatch(r -> r.verb() == Verb.REMOVE_NODE);
            assertThat(questions).hasSize(5).allMatch(q -> q.endsWith("Go on? [y/N] "));
        }
    }

    @Test
    void whatABlockLacksIsCounted() throws IOException {
        try (ScriptedServer node = ScriptedServer.node(request -> Reply.ok());
                Cluster cluster = new Cluster(List.of(node.address()), Duration.ofSeconds(5))) {
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table, source);
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
            LineRunner runner = new LineRunner(cluster, streams, OutputFormat.table, source);
            runner.runLine(line("get k"), to, true);
            assertThat(out.toString(UTF_8)).isEqualTo("abc");
            runner.runLine(line("get k"), to, false);
            assertThat(out.toString(UTF_8)).isEqualTo("abcabc\n");
        }
    }
}
