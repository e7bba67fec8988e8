package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.raise;
import static io.ringkv.node.core.Messages.record;
import static io.ringkv.node.core.Messages.replicate;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/** n1 as a replica: n2 is the primary of the slot in term 5. */
class ReplicaTest {
    private final ScriptedNode node = ScriptedNode.in(view(5, 5, "n2", "n2"));

    private Reply inSync() {
        return node.asks("n2", raise(0, 5, 0, 0));
    }

    private static Request askedFor(Verb verb, long term) {
        SlotTerms question = new SlotTerms();
        question.add(SLOT, term);
        return Request.builder(verb)
                .option(Option.EPOCH, term)
                .value(question.encode())
                .build();
    }

    private SlotReport reported(Verb verb, String to, long term) {
        List<SlotReport> reports =
                SlotReport.decode(node.asks(to, askedFor(verb, term)).block());
        assertThat(reports).hasSizeLessThan(2);
        return reports.isEmpty() ? null : reports.get(0);
    }

    // ---- in sync, in order

    @Test
    void records_are_applied_in_order_and_acknowledged_cumulatively() {
        inSync();
        Reply reply = node.asks("n2", replicate(1, record(5, 1, "a"), record(5, 2, "b")));
        assertThat(reply.longField("pos", -1)).isEqualTo(3);
        assertThat(reply.items()).isEmpty();
        assertThat(reported(Verb.DIGEST, "n2", 5).position()).isEqualTo(2);
    }

    @Test
    void a_record_is_refused_by_name_before_the_replica_is_in_sync() {
        Reply reply = node.asks("n2", replicate(0, record(5, 1, "a")));
        assertThat(reply.items()).hasSize(1);
        assertThat(reply.items().get(0).longField("slot", -1)).isEqualTo(SLOT);
        assertThat(reply.items().get(0).longField("pos", -1)).isZero();
        assertThat(reported(Verb.DIGEST, "n2", 5).position()).isZero();
    }

    @Test
    void with_the_last_of_its_disk_a_replica_refuses_values_and_takes_deletes() {
        inSync();
        assertThat(node.asks("n2", replicate(1, record(5, 1, "a"))).items()).isEmpty();
        node.turn(() -> node.core.diskExhausted(true));
        assertThat(node.asks("n2", replicate(2, record(5, 2, "b"))).items()).hasSize(1);
        assertThat(node.asks("n2", replicate(3, Messages.deletion(5, 2))).items())
                .isEmpty();
        node.turn(() -> node.core.diskExhausted(false));
        assertThat(node.asks("n2", replicate(4, record(5, 3, "c"))).items()).isEmpty();
    }

    @Test
    void a_gap_in_the_order_of_a_slot_is_refused() {
        inSync();
        Reply reply = node.asks("n2", replicate(1, record(5, 2, "b")));
        assertThat(reply.items()).hasSize(1);
        assertThat(reported(Verb.DIGEST, "n2", 5).position()).isZero();
    }

    @Test
    void a_gap_in_the_stream_breaks_the_connection() {
        inSync();
        assertThat(node.asks("n2", replicate(7, record(5, 1, "a"))).isError()).isTrue();
        assertThat(node.network.closed()).contains(ScriptedNode.from("n2"));
    }

    @Test
    void what_is_left_of_an_older_connection_is_never_applied() {
        inSync();
        node.greet("n2", 202);
        assertThat(node.asks("n2", replicate(1, record(5, 1, "a"))).isError()).isTrue();
        assertThat(node.ask(202, replicate(0, record(5, 1, "a"))).items()).isEmpty();
    }

    @Test
    void a_record_whose_bytes_were_changed_is_never_applied() {
        inSync();
        Request request = replicate(1, record(5, 1, "a"));
        request.requiredValue()[request.requiredValue().length - 5] ^= 1;
        assertThatThrownBy(() -> node.asks("n2", request)).hasMessageContaining("checksum");
    }

    @Test
    void the_form_that_a_person_can_type_is_refused_by_name() {
        Reply reply = node.asks(
                "n2",
                Request.builder(Verb.REPLICATE)
                        .option(Option.SLOT, SLOT)
                        .option(Option.TERM, 5)
                        .argument(ScriptedNode.KEY)
                        .value(new byte[] {1})
                        .build());
        assertThat(reply.errorCode()).isEqualTo("UNSUPPORTED");
        assertThat(inSync().isOk()).as("the stream goes on").isTrue();
    }

    // ---- terms (E4)

    @Test
    void records_of_a_lower_term_or_of_no_primary_are_refused() {
        inSync();
        node.push(view(6, 6, "n3", "n2"));
        assertThat(node.asks("n2", replicate(1, record(5, 1, "a"))).items()).hasSize(1);
        assertThat(node.asks("n2", replicate(2, record(6, 1, "a"))).items()).hasSize(1);
        assertThat(node.asks("n3", raise(0, 6, 0, 0)).items()).isEmpty();
    }

    @Test
    void an_earlier_incarnation_of_the_primary_is_refused() {
        node.greet("n2", 202);
        Request hello = Request.builder(Verb.HELLO)
                .option(Option.ROLE, "node")
                .option(Option.NODE, "n2")
                .option(Option.TO, "n1")
                .option(Option.INCARNATION, 99)
                .argument("1")
                .build();
        node.turn(() -> node.core.accepted(node.now(), 203, true));
        node.ask(203, hello);
        assertThat(node.ask(203, raise(0, 5, 0, 0)).items()).hasSize(1);
    }

    @Test
    void only_nodes_that_introduced_themselves_are_listened_to() {
        Reply reply = node.ask(77, raise(0, 5, 0, 0));
        assertThat(reply.errorCode()).isEqualTo("NOT_AUTHORIZED");
    }

    // ---- promises (T1, E3)

    @Test
    void a_promise_is_given_only_in_a_view_that_is_on_the_disk() {
        node.loseViews();
        node.push(view(6, 6, "n3", "n2"));
        assertThatThrownBy(() -> node.asks("n3", askedFor(Verb.TAKE_OVER, 6)))
                .hasMessageContaining("no answer");
        assertThat(node.core.epoch()).isEqualTo(5);
    }

    @Test
    void a_promise_waits_for_the_view_that_its_term_comes_from() {
        assertThatThrownBy(() -> node.asks("n3", askedFor(Verb.TAKE_OVER, 6)))
                .hasMessageContaining("no answer");
        node.push(view(6, 6, "n3", "n2"));
        Reply promise = node.network.answerOn(ScriptedNode.from("n3"));
        assertThat(SlotReport.decode(promise.block())).hasSize(1);
    }

    @Test
    void who_is_not_the_primary_of_the_term_is_promised_nothing() {
        assertThat(reported(Verb.TAKE_OVER, "n3", 5)).isNull();
        assertThat(reported(Verb.TAKE_OVER, "n2", 4)).isNull();
        assertThat(reported(Verb.TAKE_OVER, "n2", 5)).isNotNull();
    }

    @Test
    void a_question_that_cannot_be_read_is_refused_at_once_and_waits_for_no_view() {
        Request garbage = Request.builder(Verb.TAKE_OVER)
                .option(Option.EPOCH, 6)
                .value(new byte[] {'a', 'b', 'c'})
                .build();
        assertThatThrownBy(() -> node.asks("n2", garbage))
                .isInstanceOf(IllegalArgumentException.class);
        node.push(view(6, 6, "n3", "n2"));
        assertThat(node.core.epoch()).isEqualTo(6);
    }

    // ---- confirmations (Q1)

    private Reply confirmation(String asker, long epoch) {
        return node.asks(
                asker,
                Request.builder(Verb.CONFIRM)
                        .option(Option.EPOCH, epoch)
                        .option(Option.ROUND, 3)
                        .build());
    }

    @Test
    void an_epoch_is_confirmed_while_no_slot_has_left_the_asker_since() {
        assertThat(confirmation("n2", 5).isOk()).isTrue();
        assertThat(confirmation("n2", 5).longField("round", 0)).isEqualTo(3);
    }

    @Test
    void an_epoch_that_this_node_does_not_hold_is_confirmed_once_it_does() {
        assertThatThrownBy(() -> confirmation("n2", 6)).hasMessageContaining("no answer");
        node.push(view(6, 6, "n2", "n2"));
        assertThat(node.network.answerOn(ScriptedNode.from("n2")).isOk()).isTrue();
    }

    @Test
    void of_confirmations_that_are_too_early_only_the_newest_waits() {
        assertThatThrownBy(() -> confirmation("n2", 6)).hasMessageContaining("no answer");
        assertThat(confirmation("n2", 7).isError()).as("the one before").isTrue();
        node.push(view(7, 6, "n2", "n2"));
        assertThat(node.network.answerOn(ScriptedNode.from("n2")).isOk()).isTrue();
    }

    @Test
    void an_asker_that_has_lost_a_slot_since_is_refused_even_when_it_came_back() {
        View after = view(7, 7, "n2", "n2");
        node.push(new View(
                "c",
                "",
                7,
                3,
                100,
                List.of(
                        ScriptedNode.member("n1"),
                        ScriptedNode.member("n2", MemberState.UP, 6),
                        ScriptedNode.member("n3")),
                after.shares(),
                EpochGaps.NONE));
        assertThat(confirmation("n2", 5).isError()).isTrue();
        assertThat(confirmation("n2", 7).isOk()).isTrue();
    }

    // ---- requests of clients

    @Test
    void a_request_is_passed_on_to_the_primary_with_the_time_that_is_left() {
        node.client(Messages.put("a").option(Option.TIMEOUT, "3s"));
        Request forwarded = node.newestTo("n2", Verb.PUT);
        assertThat(forwarded.has(Option.FORWARDED)).isTrue();
        assertThat(forwarded.option(Option.TIMEOUT)).isEqualTo("3000ms");
        node.answers("n2", forwarded, Reply.ok().with("v", "5.1"));
        assertThat(node.clientAnswer().field("v")).isEqualTo("5.1");
    }

    @Test
    void a_request_that_was_passed_on_is_not_passed_on_again() {
        Reply reply = node.ask(9, Messages.get().option(Option.FORWARDED).build());
        assertThat(reply.errorCode()).isEqualTo("NOT_PRIMARY");
        assertThat(reply.field("node")).isEqualTo("n2");
        assertThat(node.sentTo("n2", Verb.GET)).isEmpty();
    }

    @Test
    void a_write_whose_connection_broke_is_unknown_and_a_read_starts_over() {
        node.client(Messages.put("a"));
        node.client(Messages.get());
        node.breaks(node.to("n2"));
        assertThat(node.clientAnswers()).hasSize(1);
        assertThat(node.clientAnswer().errorCode()).isEqualTo("TIMEOUT");
        node.seconds(0.3);
        node.peer("n2");
        node.seconds(0.1);
        node.answers("n2", node.newestTo("n2", Verb.GET), Reply.notFound());
        assertThat(node.clientAnswers()).hasSize(2);
    }

    private static Reply refused() {
        return Reply.error(ErrorCode.NOT_PRIMARY, "another node serves this key");
    }

    @Test
    void what_the_primary_refused_is_tried_again_in_the_order_in_which_it_came() {
        node.client(Messages.put("a"));
        node.client(Messages.get());
        List<Request> puts = node.sentTo("n2", Verb.PUT);
        List<Request> gets = node.sentTo("n2", Verb.GET);
        node.answers("n2", gets.get(0), refused());
        node.client(Messages.delete());
        assertThat(node.sentTo("n2", Verb.DELETE)).as("it must not overtake").isEmpty();
        node.answers("n2", puts.get(0), refused());
        node.seconds(0.1);
        List<Verb> again = node.network.requestsOn(node.to("n2")).stream()
                .map(Request::verb)
                .filter(List.of(Verb.PUT, Verb.GET, Verb.DELETE)::contains)
                .toList();
        assertThat(again).containsExactly(Verb.PUT, Verb.GET, Verb.PUT, Verb.GET, Verb.DELETE);
        assertThat(node.clientAnswers()).isEmpty();
    }

    @Test
    void what_a_later_request_has_overtaken_is_given_up_with_nothing_applied() {
        node.client(Messages.put("a"));
        node.client(Messages.put("b"));
        List<Request> puts = node.sentTo("n2", Verb.PUT);
        node.answers("n2", puts.get(0), refused());
        node.answers("n2", puts.get(1), Reply.ok().with("v", "5.1"));
        assertThat(node.clientAnswers()).hasSize(2);
        assertThat(node.clientAnswers().get(0).errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(node.clientAnswers().get(1).isOk()).isTrue();
    }

    @Test
    void a_read_that_was_lost_after_a_later_write_was_answered_does_not_start_over() {
        node.client(Messages.get());
        node.client(Messages.put("a"));
        node.answers("n2", node.newestTo("n2", Verb.PUT), Reply.ok().with("v", "5.1"));
        node.breaks(node.to("n2"));
        assertThat(node.clientAnswers()).hasSize(2);
        assertThat(node.clientAnswer().errorCode()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void a_request_is_not_sent_to_the_next_primary_while_one_is_under_way_to_the_last() {
        node.client(Messages.put("a"));
        node.push(view(6, 6, "n3", "n2"));
        node.client(Messages.put("b"));
        assertThat(node.sentTo("n3", Verb.PUT)).isEmpty();
        node.answers("n2", node.newestTo("n2", Verb.PUT), refused());
        node.seconds(0.1);
        assertThat(node.sentTo("n3", Verb.PUT))
                .extracting(put -> new String(put.requiredValue()))
                .containsExactly("a", "b");
    }

    @Test
    void a_read_at_level_one_is_answered_here() {
        inSync();
        node.asks("n2", replicate(1, record(5, 1, "a")));
        Reply reply = node.ask(9, Messages.get().option(Option.LEVEL, "one").build());
        assertThat(new String(reply.block())).isEqualTo("a");
    }
}
