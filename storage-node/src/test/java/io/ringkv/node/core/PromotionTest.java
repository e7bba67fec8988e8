package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;
import static io.ringkv.node.core.ScriptedNode.voters;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** n1 is the active primary of a slot on n1 and n2, and n3 is to follow n2. */
class PromotionTest {
    private final ScriptedNode node = ScriptedNode.in(moving());

    private static View moving() {
        View view = view(5, 5, "n1", voters("n1", "n2"), List.of());
        View.Share share = view.shares().get(0);
        return new View(
                "c",
                "",
                5,
                3,
                100,
                view.members(),
                List.of(new View.Share(
                        share.assignment().withNext(voters("n1", "n3")), share.slots())),
                EpochGaps.NONE);
    }

    private void active() {
        node.takesOverWith("n2", new SlotReport(SLOT, 0, 0, false, false, 0));
        node.acknowledges("n2", 1);
    }

    /** The learner says that it has nothing, which is all that there is, and acknowledges that. */
    private void learns() {
        node.seconds(0.2);
        Request question = node.newestTo("n3", Verb.DIGEST);
        SlotReport nothing = new SlotReport(SLOT, 0, 0, false, false, 0);
        node.answers("n3", question, Reply.ok().withBlock(SlotReport.encode(List.of(nothing))));
    }

    private long asked() {
        return node.network.requestsOn(node.coordinator()).stream()
                .filter(request -> request.verb() == Verb.PROMOTE)
                .count();
    }

    @Test
    void nobody_is_asked_before_the_learner_holds_everything() {
        active();
        learns();
        assertThat(asked()).as("it has not acknowledged").isZero();
        node.acknowledges("n3", 1);
        node.seconds(1.2);
        Request promote = node.toCoordinator(Verb.PROMOTE);
        assertThat(promote.argument(0)).isEqualTo("n1");
        assertThat(new String(promote.requiredValue(), StandardCharsets.US_ASCII))
                .isEqualTo("5 " + SLOT + "\n");
    }

    @Test
    void requests_wait_while_the_coordinator_is_asked_and_go_on_here_if_it_refuses() {
        active();
        learns();
        node.acknowledges("n3", 1);
        node.seconds(1.2);
        node.client(put("held"));
        assertThat(node.sentTo("n2", Verb.REPLICATE)).isEmpty();
        node.coordinatorAnswers(
                node.toCoordinator(Verb.PROMOTE), Reply.error(ErrorCode.UNAVAILABLE, "not now"));
        node.seconds(0.1);
        assertThat(node.sentTo("n2", Verb.REPLICATE)).hasSize(1);
        assertThat(node.sentTo("n3", Verb.REPLICATE))
                .as("a learner gets every write")
                .hasSize(1);
        node.acknowledges("n3", 2);
        assertThat(node.clientAnswers()).as("and counts for nothing").isEmpty();
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswer().isOk()).isTrue();
    }

    @Test
    void a_write_under_way_is_finished_first() {
        active();
        learns();
        node.acknowledges("n3", 1);
        node.client(put("first"));
        node.seconds(0.4);
        assertThat(asked()).isZero();
        node.acknowledges("n3", 2);
        node.acknowledges("n2", 2);
        node.seconds(1.2);
        assertThat(node.clientAnswer().isOk()).isTrue();
        assertThat(asked()).isEqualTo(1);
    }
}
