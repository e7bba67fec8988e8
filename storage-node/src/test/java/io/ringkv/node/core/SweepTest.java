package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.Messages.raise;
import static io.ringkv.node.core.Messages.record;
import static io.ringkv.node.core.Messages.replicate;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.Version;
import io.ringkv.protocol.view.SlotTerms;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A sweep over the one slot that there is: n1 is its primary in term 5, or a replica of n2. */
class SweepTest {
    private static final byte[] KEY = ScriptedNode.KEY.getBytes(StandardCharsets.UTF_8);

    private static ScriptedNode replica() {
        ScriptedNode node = ScriptedNode.in(view(5, 5, "n2", "n2"));
        node.asks("n2", raise(0, 5, 0, 0));
        return node;
    }

    /** Both replicas hold what n1 holds. */
    static ScriptedNode primary() {
        ScriptedNode node = ScriptedNode.in(view(5, 5, "n1", "n1"));
        node.takesOverWith("n2", new SlotReport(SLOT, 0, 0, false, false, 0));
        node.acknowledges("n2", 1);
        node.seconds(0.3);
        Request digest = node.newestTo("n3", Verb.DIGEST);
        node.answers("n3", digest, says(new SlotReport(SLOT, 0, 0, false, false, 0)));
        node.acknowledges("n3", 1);
        node.client(put("a"));
        node.acknowledges("n2", 2);
        node.acknowledges("n3", 2);
        return node;
    }

    static Reply says(SlotReport... reports) {
        return Reply.ok().withBlock(SlotReport.encode(List.of(reports)));
    }

    static SlotReport holds(long term, long position, long digest) {
        return new SlotReport(SLOT, term, position, false, false, digest);
    }

    static long digestOf(long sequence) {
        return SlotDigest.of(new Key(KEY), new Version(5, sequence));
    }

    static Reply repair(ScriptedNode node, String word) {
        return node.ask(9, Request.builder(Verb.REPAIR).argument(word).build());
    }

    private static void damage(ScriptedNode node, Consumer<StoreBatch> change) {
        try (StoreBatch batch = node.store.newBatch()) {
            change.accept(batch);
            node.store.write(batch);
        }
    }

    static void loseTheRow(ScriptedNode node) {
        damage(node, batch -> batch.delete(RowSpace.DATA, SLOT, KEY));
    }

    private static Request question(ScriptedNode node, String peer) {
        Request question = node.newestTo(peer, Verb.DIGEST);
        assertThat(question.option(Option.MODE)).isEqualTo("rows");
        return question;
    }

    private static void sweepOfOneWrite(ScriptedNode node, SlotReport ofN2, SlotReport ofN3) {
        repair(node, "START");
        node.seconds(0.1);
        node.answers("n2", question(node, "n2"), says(ofN2));
        node.answers("n3", question(node, "n3"), says(ofN3));
        node.seconds(0.1);
    }

    private static void assertOutcome(ScriptedNode node, int match, int repaired, int neither) {
        Reply status = repair(node, "STATUS");
        assertThat(status.field("state")).isEqualTo("idle");
        assertThat(status.longField("checked", -1)).isEqualTo(1);
        assertThat(status.longField("match", -1)).isEqualTo(match);
        assertThat(status.longField("repaired", -1)).isEqualTo(repaired);
        assertThat(status.longField("not-comparable", -1)).isEqualTo(neither);
    }

    // ---- the replica

    private static List<SlotReport> ofRows(ScriptedNode node, String asker, long term) {
        SlotTerms question = new SlotTerms();
        question.add(SLOT, term);
        Request request = Request.builder(Verb.DIGEST)
                .option(Option.MODE, "rows")
                .value(question.encode())
                .build();
        return SlotReport.decode(node.asks(asker, request).block());
    }

    @Test
    void a_replica_tells_what_its_rows_are_now_and_not_what_they_were_when_written() {
        ScriptedNode node = replica();
        node.asks("n2", replicate(1, record(5, 1, "a")));
        assertThat(ofRows(node, "n2", 5)).containsExactly(holds(5, 1, digestOf(1)));
        loseTheRow(node);
        assertThat(ofRows(node, "n2", 5)).containsExactly(holds(5, 1, 0));
        assertThat(node.core.digest(SLOT)).as("from memory").isEqualTo(digestOf(1));
    }

    @Test
    void a_row_with_a_bit_that_is_another_one_counts_as_none() {
        ScriptedNode node = replica();
        node.asks("n2", replicate(1, record(5, 1, "a")));
        byte[] row = record(5, 1, "a").row().bytes().clone();
        row[row.length - 5] ^= 1;
        damage(node, batch -> batch.put(RowSpace.DATA, SLOT, KEY, row));
        assertThat(ofRows(node, "n2", 5)).containsExactly(holds(5, 1, 0));
    }

    private static void fillWithMoreThanATickReads(ScriptedNode node) {
        damage(node, batch -> {
            for (int i = 0; i < 2_500; i++) {
                byte[] key = ("key" + i).getBytes(StandardCharsets.UTF_8);
                batch.put(RowSpace.DATA, SLOT, key, new byte[] {1});
            }
        });
    }

    @Test
    void a_large_slot_is_read_in_several_ticks_and_answered_as_it_was_at_the_question() {
        ScriptedNode node = replica();
        fillWithMoreThanATickReads(node);
        assertThatThrownBy(() -> ofRows(node, "n2", 5)).hasMessageContaining("no answer");
        node.asks("n2", replicate(1, record(5, 1, "a")));
        int before = node.network.answersOn(ScriptedNode.from("n2")).size();
        node.seconds(0.02);
        List<Reply> answers = node.network.answersOn(ScriptedNode.from("n2"));
        assertThat(answers).hasSize(before + 1);
        assertThat(SlotReport.decode(answers.get(before).block())).containsExactly(holds(5, 0, 0));
    }

    @Test
    void nothing_more_is_read_for_a_primary_whose_connection_broke() {
        ScriptedNode node = replica();
        fillWithMoreThanATickReads(node);
        assertThatThrownBy(() -> ofRows(node, "n2", 5)).hasMessageContaining("no answer");
        int before = node.network.answersOn(ScriptedNode.from("n2")).size();
        node.breaks(ScriptedNode.from("n2"));
        node.seconds(0.1);
        assertThat(node.network.answersOn(ScriptedNode.from("n2"))).hasSize(before);
    }

    @Test
    void whoever_is_not_the_primary_of_the_term_is_told_nothing() {
        ScriptedNode node = replica();
        assertThat(ofRows(node, "n3", 5)).isEmpty();
        assertThat(ofRows(node, "n2", 4)).isEmpty();
    }

    // ---- the primary

    @Test
    void replicas_whose_rows_are_the_same_match() {
        ScriptedNode node = primary();
        sweepOfOneWrite(node, holds(5, 1, digestOf(1)), holds(5, 1, digestOf(1)));
        assertOutcome(node, 2, 0, 0);
        assertThat(repair(node, "STATUS").longField("rows", -1)).isEqualTo(1);
        assertThat(repair(node, "STATUS").longField("seconds-since", -1)).isZero();
    }

    @Test
    void a_replica_that_differs_stops_counting_until_a_copy_of_everything_is_there() {
        ScriptedNode node = primary();
        sweepOfOneWrite(node, holds(5, 1, digestOf(1)), holds(5, 1, 0));
        assertThat(repair(node, "STATUS").field("state")).isEqualTo("running");
        assertThat(node.core.describe(SLOT)).contains("n3/d3 ASKED");
        node.answers("n3", node.newestTo("n3", Verb.DIGEST), says(holds(5, 1, digestOf(1))));
        List<Request> copy = node.sentTo("n3", Verb.SYNC_SLOT);
        assertThat(copy.get(copy.size() - 1).has(Option.SLOT))
                .as("it is not believed")
                .isTrue();
        node.seconds(1);
        assertThat(repair(node, "STATUS").field("state")).isEqualTo("running");
        node.acknowledges("n3", 3);
        node.seconds(1);
        assertOutcome(node, 1, 1, 0);
    }

    /** n2 has applied a write that came after n1 had read its rows, or never got the one before. */
    @Test
    void rows_of_another_position_or_term_are_not_comparable_even_if_they_are_equal() {
        ScriptedNode node = primary();
        sweepOfOneWrite(node, holds(5, 2, digestOf(1)), holds(4, 1, digestOf(1)));
        for (int i = 0; i < 10; i++) {
            node.seconds(0.6);
            node.answers("n2", question(node, "n2"), says(holds(5, 2, digestOf(1))));
            node.answers("n3", question(node, "n3"), says());
        }
        node.seconds(0.6);
        assertOutcome(node, 0, 0, 2);
    }

    @Test
    void a_write_meanwhile_changes_nothing_about_the_position_that_is_compared() {
        ScriptedNode node = primary();
        repair(node, "START");
        node.seconds(0.1);
        Request ofN2 = question(node, "n2");
        node.client(put("b"));
        node.answers("n2", ofN2, says(holds(5, 1, digestOf(1))));
        node.answers("n3", question(node, "n3"), says(holds(5, 1, digestOf(1))));
        node.seconds(0.1);
        assertOutcome(node, 2, 0, 0);
    }

    @Test
    void a_replica_that_is_away_is_not_comparable() {
        ScriptedNode node = primary();
        repair(node, "START");
        node.seconds(0.1);
        node.answers("n2", question(node, "n2"), says(holds(5, 1, digestOf(1))));
        node.breaks(node.to("n3"));
        node.seconds(6);
        assertOutcome(node, 1, 0, 1);
    }

    @Test
    void a_slot_that_another_node_serves_now_is_not_comparable() {
        ScriptedNode node = primary();
        repair(node, "START");
        node.seconds(0.1);
        Request ofN2 = question(node, "n2");
        node.push(view(6, 6, "n2", "n2"));
        node.answers("n2", ofN2, says(holds(5, 1, digestOf(1))));
        node.seconds(6);
        assertOutcome(node, 0, 0, 1);
    }

    @Test
    void a_primary_whose_own_rows_are_not_what_it_wrote_repairs_nobody_and_ends() {
        ScriptedNode node = primary();
        loseTheRow(node);
        sweepOfOneWrite(node, holds(5, 1, digestOf(1)), holds(5, 1, digestOf(1)));
        assertThat(node.distrusted()).contains("slot " + SLOT).contains("up to 5.1");
        assertThat(node.core.describe(SLOT)).contains("n2/d2 IN_SYNC").contains("n3/d3 IN_SYNC");
        assertThat(repair(node, "START").errorCode()).isEqualTo("STORE_ERROR");
    }

    @Test
    void one_that_was_started_is_not_started_again_while_it_runs() {
        ScriptedNode node = primary();
        assertThat(repair(node, "start").longField("sweep", -1)).isEqualTo(1);
        Reply refused = repair(node, "START");
        assertThat(refused.errorCode()).isEqualTo("BAD_ARGUMENT");
        assertThat(refused.text()).contains("sweep 1").contains("still runs");
        assertThat(repair(node, "STOP").text()).contains("REPAIR knows STATUS and START");
    }

    @Test
    void without_being_asked_it_begins_within_a_minute_and_again_after_the_interval() {
        ScriptedNode node = primary();
        assertThat(repair(node, "STATUS").longField("sweep", -1)).isZero();
        node.seconds(62);
        Reply status = repair(node, "STATUS");
        assertThat(status.longField("sweep", -1)).isEqualTo(1);
        assertThat(status.field("pace")).isEqualTo("leisure");
        assertThat(repair(node, "START").field("pace")).isEqualTo("full");
    }
}
