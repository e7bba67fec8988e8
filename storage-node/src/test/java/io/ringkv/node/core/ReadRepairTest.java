package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.get;
import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;
import static io.ringkv.node.core.SweepTest.digestOf;
import static io.ringkv.node.core.SweepTest.holds;
import static io.ringkv.node.core.SweepTest.loseTheRow;
import static io.ringkv.node.core.SweepTest.primary;
import static io.ringkv.node.core.SweepTest.repair;
import static io.ringkv.node.core.SweepTest.says;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Reads at level {@code all} of the one key that there is: n1 is its primary in term 5, and n2 and n3 have it. */
class ReadRepairTest {
    private static final SlotReport WHOLE = holds(5, 1, digestOf(1));
    private static final SlotReport WITHOUT_ROWS = holds(5, 1, 0);

    private final ScriptedNode node = primary();

    private void read(String level) {
        node.client(get().option(Option.LEVEL, level));
        node.seconds(0.05);
    }

    private List<Request> questions(String peer) {
        return node.sentTo(peer, Verb.DIGEST).stream()
                .filter(question -> "rows".equals(question.option(Option.MODE)))
                .toList();
    }

    private void told(String peer, SlotReport... reports) {
        List<Request> questions = questions(peer);
        node.answers(peer, questions.get(questions.size() - 1), says(reports));
    }

    private void assertCounted(int match, int repaired, int neither) {
        List<Item> stats = node.ask(9, Request.of(Verb.STATS)).items();
        assertThat(stats)
                .contains(
                        Item.of("read-match", "" + match),
                        Item.of("read-repaired", "" + repaired),
                        Item.of("read-not-comparable", "" + neither));
        Reply status = repair(node, "STATUS");
        assertThat(status.longField("read-match", -1)).isEqualTo(match);
        assertThat(status.longField("read-repaired", -1)).isEqualTo(repaired);
        assertThat(status.longField("read-not-comparable", -1)).isEqualTo(neither);
        assertThat(status.longField("match", -1)).as("of the sweep").isZero();
    }

    @Test
    void replicas_whose_rows_are_the_same_match() {
        read("all");
        told("n2", WHOLE);
        told("n3", WHOLE);
        node.seconds(0.1);
        assertCounted(2, 0, 0);
        assertThat(node.core.differing()).isZero();
    }

    @Test
    void whether_a_key_exists_is_a_read_as_well() {
        node.client(Request.builder(Verb.EXISTS)
                .argument(ScriptedNode.KEY)
                .option(Option.LEVEL, "all"));
        node.seconds(0.05);
        assertThat(questions("n2")).hasSize(1);
    }

    @Test
    void reads_at_other_levels_and_writes_have_nothing_compared() {
        read("quorum");
        read("one");
        node.client(get());
        node.client(put("b").option(Option.LEVEL, "all"));
        node.seconds(0.5);
        assertThat(questions("n2")).isEmpty();
        assertThat(questions("n3")).isEmpty();
    }

    @Test
    void the_answer_waits_for_no_comparison() {
        read("all");
        node.confirms("n2");
        assertThat(node.clientAnswer().status()).isEqualTo(Status.VALUE);
        assertCounted(0, 0, 0);
    }

    @Test
    void a_replica_that_differs_stops_counting_until_a_copy_of_everything_is_there() {
        read("all");
        told("n2", WHOLE);
        told("n3", WITHOUT_ROWS);
        node.seconds(0.1);
        assertThat(node.core.describe(SLOT)).contains("n3/d3 ASKED");
        node.answers("n3", node.newestTo("n3", Verb.DIGEST), says(WHOLE));
        List<Request> copy = node.sentTo("n3", Verb.SYNC_SLOT);
        assertThat(copy.get(copy.size() - 1).has(Option.SLOT)).isTrue();
        node.seconds(1);
        assertCounted(0, 0, 0);
        node.acknowledges("n3", 3);
        node.seconds(1);
        assertCounted(1, 1, 0);
        assertThat(node.core.differing()).isEqualTo(1);
    }

    @Test
    void rows_of_another_position_are_not_comparable_even_if_they_are_equal() {
        read("all");
        for (int i = 0; i < 10; i++) {
            told("n2", WHOLE);
            told("n3", holds(5, 2, digestOf(1)));
            node.seconds(0.6);
        }
        assertCounted(1, 0, 1);
    }

    @Test
    void one_slot_is_compared_once_a_second_however_many_reads_there_are() {
        for (int i = 0; i < 10; i++) {
            read("all");
        }
        assertThat(questions("n2")).hasSize(1);
        told("n2", WHOLE);
        told("n3", WHOLE);
        node.seconds(0.5);
        assertThat(questions("n2")).hasSize(1);
        node.seconds(0.6);
        assertThat(questions("n2")).hasSize(2);
        told("n2", WHOLE);
        told("n3", WHOLE);
        node.seconds(1.5);
        assertThat(questions("n2")).hasSize(2);
        assertCounted(4, 0, 0);
    }

    @Test
    void a_sweep_that_finds_the_same_has_no_second_copy_made() {
        read("all");
        Request ofTheRead = questions("n3").get(0);
        told("n2", WHOLE);
        repair(node, "START");
        node.seconds(0.05);
        assertThat(questions("n3")).hasSize(2);
        told("n2", WHOLE);
        told("n3", WITHOUT_ROWS);
        node.seconds(0.05);
        node.answers("n3", ofTheRead, says(WITHOUT_ROWS));
        node.seconds(0.05);
        assertThat(node.core.differing()).isEqualTo(1);
    }

    @Test
    void a_primary_whose_own_rows_are_not_what_it_wrote_repairs_nobody_and_ends() {
        loseTheRow(node);
        read("all");
        told("n2", WHOLE);
        told("n3", WHOLE);
        node.seconds(0.1);
        assertThat(node.distrusted()).contains("slot " + SLOT).contains("up to 5.1");
        assertThat(node.core.describe(SLOT)).contains("n2/d2 IN_SYNC").contains("n3/d3 IN_SYNC");
        assertThat(repair(node, "START").errorCode()).isEqualTo("STORE_ERROR");
        assertThat(repair(node, "STATUS").field("state")).isEqualTo("idle");
    }

    @Test
    void a_slot_that_another_node_serves_now_is_not_comparable() {
        read("all");
        Request ofN2 = questions("n2").get(0);
        node.push(view(6, 6, "n2", "n2"));
        node.answers("n2", ofN2, says(WHOLE));
        node.seconds(6);
        assertCounted(0, 0, 1);
    }
}
