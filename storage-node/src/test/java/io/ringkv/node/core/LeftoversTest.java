package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.raise;
import static io.ringkv.node.core.Messages.record;
import static io.ringkv.node.core.Messages.replicate;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;
import static io.ringkv.node.core.ScriptedNode.voters;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** n1 has a row of a slot that went to n2 and n3 in term 6. */
class LeftoversTest {
    private final ScriptedNode node = new ScriptedNode(StoreHealth.WHOLE);

    @BeforeEach
    void moved() {
        node.joined(view(5, 5, "n2", voters("n1", "n2", "n3"), List.of()));
        node.asks("n2", raise(0, 5, 0, 0));
        node.asks("n2", replicate(1, record(5, 1, "a")));
        node.push(view(6, 6, "n2", voters("n2", "n3"), List.of(voters("n1", "n2", "n3"))));
        node.seconds(1.5);
    }

    private Request question() {
        return node.toCoordinator(Verb.RELEASE);
    }

    private void mayDrop(String terms) {
        node.coordinatorAnswers(
                question(), Reply.ok().withBlock(terms.getBytes(StandardCharsets.US_ASCII)));
        node.seconds(0.2);
    }

    private boolean isHere() {
        return node.core.digest(SLOT) != 0 && node.core.syncedTerm(SLOT) == 5;
    }

    @Test
    void it_asks_about_the_term_that_has_it_no_more() {
        assertThat(question().option(Option.DATA_ID)).isEqualTo("d1");
        assertThat(new String(question().requiredValue(), StandardCharsets.US_ASCII))
                .isEqualTo("6 " + SLOT + "\n");
        assertThat(isHere()).isTrue();
    }

    @Test
    void it_keeps_what_the_coordinator_does_not_name_and_asks_again() {
        mayDrop("");
        Request before = question();
        assertThat(isHere()).isTrue();
        node.seconds(1.5);
        assertThat(question()).isNotSameAs(before);
    }

    @Test
    void it_drops_what_the_coordinator_names() {
        mayDrop("6 " + SLOT + "\n");
        assertThat(node.core.digest(SLOT)).isZero();
        assertThat(node.core.syncedTerm(SLOT)).isZero();
        Request last = question();
        node.seconds(1.2);
        assertThat(question()).as("nothing is left").isSameAs(last);
    }

    @Test
    void a_word_about_another_term_counts_for_nothing() {
        node.push(view(7, 7, "n2", voters("n1", "n2"), List.of(voters("n2", "n3"))));
        mayDrop("6 " + SLOT + "\n");
        assertThat(isHere()).isTrue();
    }
}
