package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.get;
import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the journal says of a request that carries a trace, and that it says nothing of others. */
class TracesTest {
    private static final String PUT = "trace=t.1 PUT slot=" + SLOT + " ";

    private static List<String> traced(ScriptedNode node) {
        return node.journal.stream().filter(line -> line.contains("trace=")).toList();
    }

    private static ScriptedNode activePrimary() {
        ScriptedNode node = ScriptedNode.in(view(5, 5, "n1", "n1"));
        node.takesOverWith("n2", new SlotReport(SLOT, 0, 0, false, false, 0));
        node.acknowledges("n2", 1);
        return node;
    }

    @Test
    void aPrimaryTellsTheWayOfAWrite() {
        ScriptedNode node = activePrimary();
        node.client(put("a").option(Option.TRACE, "t.1"));
        assertThat(traced(node)).containsExactly(PUT + "received", PUT + "is version 5.1");
        node.acknowledges("n2", 2);
        assertThat(traced(node).subList(2, 4))
                .containsExactly(PUT + "acknowledged by n1, n2", PUT + "answered OK");
        assertThat(node.journal).noneMatch(line -> line.contains(ScriptedNode.KEY));
    }

    @Test
    void aWriteThatEndsBadlySaysHow() {
        ScriptedNode node = activePrimary();
        node.client(put("a").option(Option.TRACE, "t.1").option(Option.TIMEOUT, "300ms"));
        node.seconds(0.4);
        assertThat(traced(node)).last().isEqualTo(PUT + "answered ERR TIMEOUT");
    }

    @Test
    void theTraceGoesAlongToThePrimary() {
        ScriptedNode node = ScriptedNode.in(view(5, 5, "n2", "n2"));
        node.client(put("a").option(Option.TRACE, "t.1"));
        Request forwarded = node.newestTo("n2", Verb.PUT);
        assertThat(forwarded.option(Option.TRACE)).isEqualTo("t.1");
        node.answers("n2", forwarded, Reply.ok().with("v", "5.1"));
        assertThat(traced(node))
                .containsExactly(PUT + "received", PUT + "forwarded to n2", PUT + "answered OK");
    }

    @Test
    void aPrimaryKnowsAForwardedRequest() {
        ScriptedNode node = activePrimary();
        node.client(put("a").option(Option.TRACE, "t.1").option(Option.FORWARDED));
        assertThat(traced(node)).first().isEqualTo(PUT + "received, forwarded");
    }

    @Test
    void nothingIsToldOfARequestWithoutATrace() {
        ScriptedNode node = activePrimary();
        List<String> before = List.copyOf(node.journal);
        node.client(put("a"));
        node.acknowledges("n2", 2);
        node.client(get());
        assertThat(node.journal).isEqualTo(before);
    }
}
