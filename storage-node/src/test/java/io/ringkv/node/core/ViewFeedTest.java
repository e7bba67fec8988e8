package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.ViewReplies;

import org.junit.jupiter.api.Test;

class ViewFeedTest {
    private static final View FIRST = view(5, 5, "n1", "n1");
    private static final View SECOND = view(6, 6, "n2", "n1");
    private static final View THIRD = view(7, 7, "n3", "n1");

    private final ScriptedNode node = new ScriptedNode();

    private static Push change(View before, View view) {
        return Push.of("VIEW")
                .with("base", Long.toString(before.epoch()))
                .withBlock(ViewCodec.encodeChange(before, view));
    }

    private void pushed(Push push) {
        node.turn(() -> node.core.push(node.now(), node.coordinator(), push));
    }

    @Test
    void each_change_continues_the_one_before() {
        node.register(FIRST);
        pushed(change(FIRST, SECOND));
        pushed(change(SECOND, THIRD));
        assertThat(node.core.epoch()).isEqualTo(7);
    }

    @Test
    void where_one_is_missing_the_whole_view_is_asked_for() {
        node.register(FIRST);
        pushed(change(SECOND, THIRD));
        assertThat(node.core.epoch()).isEqualTo(5);
        node.coordinatorAnswers(node.toCoordinator(Verb.GET_VIEW), ViewReplies.view(THIRD, 0));
        assertThat(node.core.epoch()).isEqualTo(7);
        View fourth = view(8, 8, "n1", "n1");
        pushed(change(THIRD, fourth));
        assertThat(node.core.epoch()).isEqualTo(8);
    }

    /** It may come before the answer to the registration, so it says by itself what can be done. */
    @Test
    void the_view_of_another_cluster_is_not_taken_and_the_node_says_what_to_do() {
        node.register(FIRST);
        View foreign =
                new View("another", "", 9, 3, 100, FIRST.members(), FIRST.shares(), EpochGaps.NONE);
        pushed(Push.of("VIEW").with("base", "0").withBlock(ViewCodec.encode(foreign)));
        node.coordinatorAnswers(node.toCoordinator(Verb.GET_VIEW), ViewReplies.view(foreign, 0));
        assertThat(node.core.epoch()).isEqualTo(5);
        assertThat(node.journal)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "the data path goes on without this coordinator",
                                "belongs to cluster " + FIRST.clusterId(),
                                "the coordinator serves another",
                                "--rebuild"));
    }
}
