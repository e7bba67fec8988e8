package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.raise;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;
import static io.ringkv.node.core.ScriptedNode.voters;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/** n1 comes back after its power was cut, with a store that may have lost its tail. */
class DoubtTest {
    private final ScriptedNode node = new ScriptedNode(StoreHealth.DOUBTFUL);

    /** The slot's term accepts doubtful stores. */
    private static View accepting(View view, MemberState stateOfN3) {
        Assignment accepted = view.assignment(SLOT).withDoubtAccepted(true);
        List<View.Share> shares = List.of(new View.Share(accepted, SlotSet.parse("" + SLOT)));
        List<Member> members = List.of(
                ScriptedNode.member("n1"),
                ScriptedNode.member("n2"),
                ScriptedNode.member("n3", stateOfN3, 0));
        return new View("c", "", view.epoch(), 3, 100, members, shares, EpochGaps.NONE);
    }

    private static View accepting(View view) {
        return accepting(view, MemberState.UP);
    }

    private String saidOfTheStore() {
        node.seconds(0.6);
        return node.toCoordinator(Verb.HEARTBEAT).option(Option.STORE);
    }

    private boolean confirms() {
        return node.asks(
                        "n2",
                        Request.builder(Verb.CONFIRM)
                                .option(Option.EPOCH, 5)
                                .option(Option.ROUND, 1)
                                .build())
                .isOk();
    }

    @Test
    void a_node_that_has_no_view_yet_does_not_call_its_store_whole() {
        node.register(5);
        assertThat(saidOfTheStore()).isEqualTo("doubtful");
    }

    @Test
    void a_slot_counts_again_once_its_primary_has_brought_it_in_sync() {
        node.joined(view(5, 5, "n2", "n2"));
        assertThat(node.core.doubtfulSlots()).isEqualTo(1);
        assertThat(confirms()).isFalse();
        assertThat(saidOfTheStore()).isEqualTo("doubtful");
        assertThat(node.asks("n2", raise(0, 5, 0, 0)).items()).isEmpty();
        assertThat(node.core.doubtfulSlots()).isZero();
        assertThat(confirms())
                .as("whatever it held of slots that are not its own")
                .isTrue();
        assertThat(saidOfTheStore()).isEqualTo("whole");
    }

    @Test
    void a_slot_counts_in_a_term_that_accepts_the_doubt() {
        node.joined(accepting(view(5, 5, "n2", "n2")));
        assertThat(node.core.doubtfulSlots()).isZero();
        assertThat(confirms()).isTrue();
    }

    @Test
    void a_slot_that_an_earlier_list_alone_names_is_doubted_and_hinders_no_confirmation() {
        View view = view(5, 5, "n2", voters("n2", "n3"), List.of(voters("n1", "n2")));
        node.joined(view);
        assertThat(node.core.doubtfulSlots()).isEqualTo(1);
        assertThat(saidOfTheStore()).isEqualTo("doubtful-before");
        assertThat(confirms()).isTrue();
        node.push(accepting(view(6, 6, "n2", voters("n2", "n3"), List.of(voters("n1", "n2")))));
        assertThat(node.core.doubtfulSlots()).isZero();
        assertThat(saidOfTheStore()).isEqualTo("whole");
    }

    @Test
    void a_view_from_before_this_start_settles_nothing() {
        node.turn(() -> node.core.connected(node.now(), node.coordinator()));
        node.push(accepting(view(4, 4, "n2", "n2")));
        assertThat(node.core.doubtfulSlots()).isEqualTo(SlotSet.SLOTS);
        node.joined(view(5, 5, "n2", "n2"));
        assertThat(node.core.doubtfulSlots()).isEqualTo(1);
        assertThat(confirms()).isFalse();
    }

    @Test
    void a_view_that_came_before_the_answer_to_the_registration_settles_it_then() {
        node.turn(() -> node.core.connected(node.now(), node.coordinator()));
        node.push(accepting(view(5, 5, "n1", "n1")));
        node.register(5);
        node.peer("n2");
        node.peer("n3");
        assertThat(node.core.doubtfulSlots()).isZero();
        node.seconds(0.2);
        node.takesOverWith("n2", holds(4, 7));
        node.takesOverWith("n3", holds(4, 7));
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).hasSize(1);
    }

    private static SlotReport holds(long syncedTerm, long position) {
        return new SlotReport(SLOT, syncedTerm, position, false, false, 77);
    }

    @Test
    void an_older_copy_of_a_disk_is_doubtful_from_the_moment_it_is_told() {
        ScriptedNode copy = new ScriptedNode(StoreHealth.WHOLE);
        assertThat(copy.core.doubtfulSlots()).isZero();
        copy.registerAs("doubtful", 5);
        assertThat(copy.markedDoubtful()).isTrue();
        copy.push(view(5, 5, "n2", "n2"));
        assertThat(copy.core.doubtfulSlots()).isEqualTo(1);
        copy.peer("n2");
        assertThat(copy.asks("n2", raise(0, 5, 0, 0)).items()).isEmpty();
        copy.breaks(copy.coordinator());
        copy.seconds(0.5);
        copy.registerAs("doubtful", 5);
        assertThat(copy.core.doubtfulSlots())
                .as("it has been brought in sync since")
                .isZero();
    }

    @Test
    void where_doubtful_stores_count_a_new_primary_takes_the_best_of_all_that_are_up() {
        node.joined(accepting(view(5, 5, "n1", "n1")));
        node.takesOverWith("n2", holds(4, 7));
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).as("n3 may have more").isEmpty();
        node.takesOverWith("n3", holds(4, 9));
        assertThat(node.sentTo("n3", Verb.FETCH_SLOT)).hasSize(1);
    }

    @Test
    void where_doubtful_stores_count_those_of_earlier_lists_are_waited_for_as_well() {
        node.joined(accepting(view(5, 5, "n1", voters("n1"), List.of(voters("n1", "n2", "n3")))));
        node.takesOverWith("n2", holds(4, 7));
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).as("n3 may have more").isEmpty();
        node.takesOverWith("n3", holds(4, 9));
        assertThat(node.sentTo("n3", Verb.FETCH_SLOT)).hasSize(1);
    }

    @Test
    void where_doubtful_stores_count_nobody_waits_for_a_node_that_is_down() {
        node.joined(accepting(view(5, 5, "n1", "n1")));
        node.takesOverWith("n2", holds(4, 7));
        node.push(accepting(view(6, 5, "n1", "n1"), MemberState.DOWN));
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).hasSize(1);
    }
}
