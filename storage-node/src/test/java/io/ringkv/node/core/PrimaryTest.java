package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.delete;
import static io.ringkv.node.core.Messages.get;
import static io.ringkv.node.core.Messages.put;
import static io.ringkv.node.core.ScriptedNode.SLOT;
import static io.ringkv.node.core.ScriptedNode.view;
import static io.ringkv.node.core.ScriptedNode.voters;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.RequestId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** n1 as the primary of the slot, in term 5, with n2 and n3 as its replicas. */
class PrimaryTest {
    private final ScriptedNode node = ScriptedNode.in(view(5, 5, "n1", "n1"));

    private static SlotReport holds(long syncedTerm, long position, long digest) {
        return new SlotReport(SLOT, syncedTerm, position, false, false, digest);
    }

    /** n2 promises with nothing, is raised, and says so: a majority stands in the term. */
    private void active() {
        node.takesOverWith("n2", holds(0, 0, 0));
        node.acknowledges("n2", 1);
    }

    private String valueOf(Reply reply) {
        return new String(reply.block(), StandardCharsets.UTF_8);
    }

    private long counter(String name) {
        return node.ask(9, Request.of(Verb.STATS)).items().stream()
                .filter(item -> item.word(0).equals(name))
                .mapToLong(item -> Long.parseLong(item.word(1)))
                .findFirst()
                .orElseThrow();
    }

    // ---- a term begins (T1 to T3)

    @Test
    void a_new_primary_serves_nothing_before_a_majority_stands_in_its_term() {
        node.client(put("a"));
        node.seconds(0.1);
        assertThat(node.clientAnswers()).isEmpty();
        assertThat(node.sentTo("n2", Verb.REPLICATE)).isEmpty();
        node.takesOverWith("n2", holds(0, 0, 0));
        assertThat(node.core.recovering()).as("promised, and not raised yet").isEqualTo(1);
        node.acknowledges("n2", 1);
        assertThat(node.core.recovering()).isZero();
        assertThat(node.toCoordinator(Verb.ACTIVE).requiredValue()).isNotEmpty();
        assertThat(node.sentTo("n2", Verb.REPLICATE)).hasSize(1);
    }

    @Test
    void how_long_a_slot_made_requests_wait_is_counted() {
        node.client(put("a"));
        node.seconds(0.1);
        assertThat(counter("slot-holds")).as("it is not over").isZero();
        active();
        assertThat(counter("slot-holds")).isEqualTo(1);
        assertThat(counter("slot-hold-max-us")).isBetween(100_000L, 200_000L);
        node.client(put("b"));
        assertThat(counter("slot-holds")).as("nothing waits any more").isEqualTo(1);
    }

    @Test
    void an_id_of_a_session_that_has_not_begun_is_refused() {
        active();
        long tomorrow = 1_700_000_000_000L + node.now() / 1_000_000 + 86_400_000L;
        node.client(put("a").option(Option.REQUEST_ID, tomorrow + 1_000 + "-a-1"));
        assertThat(node.clientAnswer().errorCode()).isEqualTo("BAD_ARGUMENT");
        assertThat(node.sentTo("n2", Verb.REPLICATE)).isEmpty();
        node.client(put("a").option(Option.REQUEST_ID, tomorrow - 1_000 + "-a-1"));
        assertThat(node.sentTo("n2", Verb.REPLICATE)).hasSize(1);
    }

    @Test
    void active_terms_are_reported_again_to_whoever_is_the_coordinator_now() {
        active();
        node.coordinatorAnswers(node.toCoordinator(Verb.ACTIVE), Reply.ok());
        node.breaks(node.coordinator());
        node.seconds(0.2);
        node.register(view(6, 5, "n1", "n1"));
        node.seconds(0.05);
        assertThat(node.toCoordinator(Verb.ACTIVE).requiredValue()).isNotEmpty();
    }

    @Test
    void a_promise_with_a_doubtful_store_does_not_count() {
        node.takesOverWith("n2", new SlotReport(SLOT, 4, 9, false, true, 77));
        assertThat(node.core.recovering()).isEqualTo(1);
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).isEmpty();
    }

    @Test
    void the_state_of_the_highest_synced_term_is_fetched_whole() {
        node.takesOverWith("n3", holds(4, 9, 77));
        Request fetch = node.newestTo("n3", Verb.FETCH_SLOT);
        assertThat(fetch.longOption(Option.SLOT, -1)).isEqualTo(SLOT);
        assertThat(fetch.longOption(Option.TERM, -1)).isEqualTo(5);
        assertThat(node.sentTo("n2", Verb.FETCH_SLOT)).isEmpty();
    }

    @Test
    void within_one_synced_term_the_longest_position_wins() {
        ScriptedNode five = ScriptedNode.in(
                view(5, 5, "n1", voters("n1", "n2", "n3"), List.of(voters("n2", "n3"))));
        five.takesOverWith("n2", holds(4, 3, 33));
        five.takesOverWith("n3", holds(4, 9, 99));
        assertThat(five.sentTo("n3", Verb.FETCH_SLOT)).hasSize(1);
        assertThat(five.sentTo("n2", Verb.FETCH_SLOT)).isEmpty();
    }

    @Test
    void a_majority_of_every_list_since_the_base_must_promise() {
        ScriptedNode moved = ScriptedNode.in(
                view(5, 5, "n1", voters("n1", "n2", "n3"), List.of(voters("n2", "n3"))));
        moved.takesOverWith("n2", holds(4, 3, 33));
        assertThat(moved.sentTo("n2", Verb.FETCH_SLOT))
                .as("n1 and n2 are a majority of the new list, not of the old one")
                .isEmpty();
        moved.takesOverWith("n3", holds(4, 3, 33));
        assertThat(moved.sentTo("n2", Verb.FETCH_SLOT)).hasSize(1);
    }

    @Test
    void promises_of_a_peer_that_was_lost_are_asked_for_again() {
        ScriptedNode moved = ScriptedNode.in(
                view(5, 5, "n1", voters("n1", "n2", "n3"), List.of(voters("n2", "n3"))));
        moved.takesOverWith("n2", holds(4, 3, 33));
        moved.breaks(moved.to("n2"));
        moved.takesOverWith("n3", holds(4, 3, 33));
        assertThat(moved.sentTo("n3", Verb.FETCH_SLOT)).isEmpty();
    }

    // ---- writes (W2 to W5)

    @Test
    void a_put_is_answered_once_a_majority_holds_it() {
        active();
        node.client(put("a"));
        assertThat(node.clientAnswers()).isEmpty();
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswer().field("v")).isEqualTo("5.1");
        assertThat(node.clientAnswer().field("acks")).isEqualTo("2/3");
    }

    @Test
    void a_put_that_is_not_acknowledged_in_time_is_unknown_not_failed() {
        active();
        node.client(put("a").option(Option.TIMEOUT, "300ms"));
        node.seconds(0.4);
        assertThat(node.clientAnswer().errorCode()).isEqualTo("TIMEOUT");
        assertThat(node.clientAnswer().toString()).contains("UNKNOWN").contains("acks=1 need=2");
    }

    @Test
    void a_refusal_is_named_first_and_the_record_behind_it_does_not_count() {
        active();
        node.client(put("a"));
        Reply refusing = Reply.ok()
                .with("pos", 2)
                .withItem(Item.of("REFUSED").with("slot", SLOT).with("pos", 1))
                .withTag("s");
        node.turn(() -> node.core.reply(node.now(), node.to("n2"), refusing));
        assertThat(node.clientAnswers()).isEmpty();
    }

    @Test
    void a_write_is_refused_before_it_has_a_version_when_no_majority_can_be_reached() {
        active();
        node.breaks(node.to("n2"));
        node.breaks(node.to("n3"));
        node.client(put("a"));
        assertThat(node.clientAnswer().errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(node.core.describe(SLOT)).contains("last 0");
    }

    @Test
    void on_a_full_disk_puts_are_refused_and_deletes_go_on() {
        active();
        node.client(put("a"));
        node.acknowledges("n2", 2);
        node.turn(() -> node.core.diskFull(true));
        node.client(put("b"));
        assertThat(node.clientAnswer().errorCode()).isEqualTo("DISK_FULL");
        node.client(delete());
        node.acknowledges("n2", 3);
        assertThat(node.clientAnswer().field("existed")).isEqualTo("1");
    }

    @Test
    void open_writes_end_unknown_when_the_term_ends() {
        active();
        node.client(put("a"));
        node.push(view(6, 6, "n2", "n1"));
        assertThat(node.clientAnswer().errorCode()).isEqualTo("TERM_ENDED");
    }

    // ---- reads (Q1)

    @Test
    void a_read_is_answered_when_a_majority_confirmed_after_it_began() {
        active();
        node.client(get());
        assertThat(node.clientAnswers()).isEmpty();
        node.confirms("n2");
        assertThat(node.clientAnswer().status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void a_confirmation_that_was_asked_for_before_the_read_does_not_count() {
        active();
        node.seconds(0.6);
        Request earlier = node.newestTo("n2", Verb.CONFIRM);
        node.client(get());
        node.answers("n2", earlier, Reply.ok().with("round", earlier.option(Option.ROUND)));
        assertThat(node.clientAnswers()).isEmpty();
        node.confirms("n2");
        assertThat(node.clientAnswers()).hasSize(1);
    }

    @Test
    void the_newest_value_is_shown_only_once_it_is_committed() {
        active();
        node.client(put("a"));
        node.client(get());
        node.confirms("n2");
        node.confirms("n3");
        assertThat(node.clientAnswers()).isEmpty();
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswers()).hasSize(2);
        assertThat(valueOf(node.clientAnswer())).isEqualTo("a");
    }

    @Test
    void a_read_that_nobody_confirms_is_refused_not_unknown() {
        active();
        node.client(get().option(Option.TIMEOUT, "300ms"));
        node.seconds(0.4);
        assertThat(node.clientAnswer().errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(node.clientAnswer().toString()).contains("RETRY");
    }

    @Test
    void a_read_whose_term_ended_goes_on_to_the_next_primary() {
        active();
        node.client(get());
        node.push(view(6, 6, "n2", "n1"));
        node.seconds(0.1);
        node.confirms("n3");
        assertThat(node.clientAnswers()).isEmpty();
        node.answers("n2", node.newestTo("n2", Verb.GET), Reply.notFound());
        assertThat(node.clientAnswers()).hasSize(1);
    }

    @Test
    void what_a_later_write_has_overtaken_is_not_decided_anew_when_the_term_ends() {
        active();
        node.client(delete());
        node.client(get());
        node.client(put("a"));
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswers()).as("the put").hasSize(1);
        node.push(view(6, 6, "n2", "n1"));
        node.seconds(0.1);
        assertThat(node.sentTo("n2", Verb.DELETE)).isEmpty();
        assertThat(node.sentTo("n2", Verb.GET)).isEmpty();
        assertThat(node.clientAnswers()).extracting(Reply::errorCode).contains("UNAVAILABLE");
        assertThat(node.clientAnswers()).hasSize(3);
    }

    @Test
    void a_write_is_refused_before_it_has_a_version_while_the_replicas_do_not_keep_up() {
        active();
        String large = "x".repeat(1 << 20);
        for (int put = 0; put < 40; put++) {
            node.client(put(large));
        }
        assertThat(node.clientAnswer().errorCode()).isEqualTo("OVERLOADED");
        int refused = node.clientAnswers().size();
        node.acknowledges("n2", 1 + 40 - refused);
        node.client(put("small"));
        node.acknowledges("n2", 2 + 40 - refused);
        assertThat(node.clientAnswer().isOk()).isTrue();
    }

    @Test
    void under_a_new_view_open_reads_are_asked_for_again_at_once() {
        active();
        node.client(get());
        long before = node.sentTo("n2", Verb.CONFIRM).size();
        node.push(view(6, 5, "n1", "n1"));
        assertThat(node.sentTo("n2", Verb.CONFIRM)).hasSizeGreaterThan((int) before);
        assertThat(node.newestTo("n2", Verb.CONFIRM).longOption(Option.EPOCH, 0))
                .isEqualTo(6);
    }

    @Test
    void a_negative_answer_is_confirmed_like_a_read() {
        active();
        node.client(put("a").option(Option.IF, "present"));
        assertThat(node.clientAnswers()).isEmpty();
        node.confirms("n2");
        assertThat(node.clientAnswer().status()).isEqualTo(Status.CONFLICT);
    }

    // ---- requests that repeat (I1 to I3)

    private Request.Builder identified(String value, long sessionMs) {
        return put(value).option(Option.REQUEST_ID, sessionMs + "-a-1");
    }

    @Test
    void a_repeated_id_gets_the_first_version_once_that_is_committed() {
        active();
        node.client(identified("a", 5));
        node.client(identified("a", 5));
        node.confirms("n2");
        assertThat(node.clientAnswers()).isEmpty();
        node.acknowledges("n2", 2);
        assertThat(node.clientAnswers())
                .extracting(reply -> reply.field("v"))
                .containsExactly("5.1", "5.1");
    }

    @Test
    void the_floor_rises_by_two_clocks_and_ids_below_it_are_too_old() {
        active();
        node.client(identified("a", 1_700_000_000_000L));
        node.client(put("b"));
        node.acknowledges("n2", 3);
        livesFor(200, 0);
        assertThat(node.store.get(RowSpace.REQUEST, SLOT, rowKey())).isNull();
        node.client(identified("a", 1_700_000_000_000L));
        assertThat(node.clientAnswer().errorCode()).isEqualTo(ErrorCode.TOO_OLD.name());
    }

    @Test
    void no_floor_rises_while_the_coordinator_says_that_it_is_early() {
        active();
        node.client(identified("a", 1_700_000_000_000L));
        node.client(put("b"));
        node.acknowledges("n2", 3);
        livesFor(200, -2_000_000);
        assertThat(node.store.get(RowSpace.REQUEST, SLOT, rowKey())).isNotNull();
    }

    private static byte[] rowKey() {
        return RememberedId.rowKey(
                ScriptedNode.KEY.getBytes(StandardCharsets.UTF_8),
                RequestId.parse("1700000000000-a-1"));
    }

    /** Time passes with everybody alive, and the coordinator's clock so far ahead of, or behind, the node's. */
    private void livesFor(int seconds, long coordinatorAheadMs) {
        for (int half = 0; half < 2 * seconds; half++) {
            node.seconds(0.6);
            long clock = 1_700_000_000_000L + node.now() / 1_000_000 + coordinatorAheadMs;
            node.coordinatorAnswers(
                    node.toCoordinator(Verb.HEARTBEAT),
                    Reply.ok().with("epoch", 5).with("clock", clock));
            node.confirms("n2");
            node.confirms("n3");
        }
    }
}
