package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.coordinator.core.LogEntry;
import io.ringkv.coordinator.core.MetadataRecord;
import io.ringkv.node.core.Rules;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One promise each, step by step, on the cores that the server runs. */
class ScenarioTest {
    private static final String KEY = "user:alice";

    private final Script script = new Script(Rules.ALL);
    private final List<SimHost> list = script.listOf(KEY);

    private Request.Builder put(String value) {
        return Request.builder(Verb.PUT)
                .argument(KEY)
                .value(value.getBytes(StandardCharsets.UTF_8));
    }

    private Reply ask(Request.Builder request) {
        return script.ask(list.get(0), request.build());
    }

    private String value() {
        Reply reply = script.get(list.get(1), KEY);
        byte[] block = reply.block();
        return block == null ? reply.status().name() : new String(block, StandardCharsets.UTF_8);
    }

    @Test
    void any_node_takes_a_request_and_passes_it_on() {
        assertThat(script.put(list.get(2), KEY, "first").status()).isEqualTo(Status.OK);
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void a_repeated_request_id_is_applied_once_and_gets_the_first_version() {
        Reply first = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        Reply other = ask(put("second").option(Option.REQUEST_ID, "1-a-2"));
        Reply again = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        assertThat(again.field("v")).isEqualTo(first.field("v")).isNotEqualTo(other.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void a_repeated_request_id_is_recognised_by_the_next_primary() {
        Reply first = ask(put("first").option(Option.REQUEST_ID, "1-a-1"));
        ask(put("second"));
        script.cluster().kill(list.get(0));
        script.waitFor("another primary", () -> script.primaryOf(KEY) != list.get(0));
        Reply again = script.ask(
                script.primaryOf(KEY),
                put("first").option(Option.REQUEST_ID, "1-a-1").build());
        assertThat(again.field("v")).isEqualTo(first.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void an_id_of_an_old_session_is_too_old_for_every_primary_and_its_rows_go() {
        String old = script.session() + "-a-1";
        ask(put("first").option(Option.REQUEST_ID, old));
        ask(put("second"));
        assertThat(list).allMatch(node -> script.cluster().requestIdRows(node) == 1);
        script.seconds(30);
        assertThat(ask(put("first").option(Option.REQUEST_ID, old)).errorCode())
                .isEqualTo("TOO_OLD");
        assertThat(list).allMatch(node -> script.cluster().requestIdRows(node) == 0);
        assertThat(script.cluster().unequalSlot()).isNegative();
        script.cluster().kill(list.get(0));
        script.waitFor("another primary", () -> script.primaryOf(KEY) != list.get(0));
        SimHost next = script.primaryOf(KEY);
        Request again = put("first").option(Option.REQUEST_ID, old).build();
        assertThat(script.ask(next, again).errorCode()).isEqualTo("TOO_OLD");
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void a_replica_that_was_away_when_the_floor_rose_drops_the_same_rows() {
        ask(put("first").option(Option.REQUEST_ID, script.session() + "-a-1"));
        ask(put("second"));
        SimHost away = list.get(2);
        script.cluster().kill(away);
        script.seconds(30);
        ask(put("third"));
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.waitFor("the replica to catch up", () -> script.cluster().unequalSlot() < 0);
        assertThat(script.cluster().requestIdRows(away)).isZero();
    }

    @Test
    void the_floor_survives_the_death_of_all_processes() {
        String old = script.session() + "-a-1";
        ask(put("first").option(Option.REQUEST_ID, old));
        ask(put("second"));
        script.seconds(30);
        list.forEach(script.cluster()::kill);
        script.seconds(1);
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(ask(put("first").option(Option.REQUEST_ID, old)).errorCode())
                .isEqualTo("TOO_OLD");
    }

    @Test
    void a_clock_that_runs_ahead_makes_no_session_too_old() {
        SimHost ahead = script.cluster().nodes().get(0);
        String key = script.keyOf(ahead);
        Request first = Request.builder(Verb.PUT)
                .option(Option.REQUEST_ID, script.session() + "-a-1")
                .argument(key)
                .value(new byte[] {1})
                .build();
        Reply applied = script.ask(ahead, first);
        script.put(ahead, key, "second");
        script.seconds(10);
        assertThat(script.ask(ahead, first).field("v")).isEqualTo(applied.field("v"));
    }

    @Test
    void a_delayed_repetition_cannot_take_effect_after_a_negative_answer() {
        Request.Builder delete =
                Request.builder(Verb.DELETE).option(Option.REQUEST_ID, "1-a-1").argument(KEY);
        assertThat(ask(delete).field("existed")).isEqualTo("0");
        ask(put("first"));
        assertThat(ask(delete).field("existed")).isEqualTo("0");
        assertThat(value()).isEqualTo("first");
        Request.Builder conditional =
                put("never").option(Option.IF, "absent").option(Option.REQUEST_ID, "1-a-2");
        assertThat(ask(conditional).status()).isEqualTo(Status.CONFLICT);
        ask(Request.builder(Verb.DELETE).argument(KEY));
        assertThat(ask(conditional).status()).isEqualTo(Status.CONFLICT);
        assertThat(value()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_request_id_that_is_none_is_refused_and_nothing_is_written() {
        assertThat(ask(put("first").option(Option.REQUEST_ID, "nonsense")).errorCode())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(value()).isEqualTo("NOT_FOUND");
    }

    @Test
    void compare_and_set_goes_by_the_version_that_is_there() {
        String version = ask(put("first")).field("v");
        Reply second = ask(put("second").option(Option.IF, version));
        assertThat(second.status()).isEqualTo(Status.OK);
        Reply refused = ask(put("third").option(Option.IF, version));
        assertThat(refused.status()).isEqualTo(Status.CONFLICT);
        assertThat(refused.field("v")).isEqualTo(second.field("v"));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void everything_acknowledged_survives_the_death_of_all_processes() {
        script.put(list.get(0), KEY, "first");
        list.forEach(script.cluster()::kill);
        script.cluster().killCoordinator();
        script.seconds(1);
        script.cluster().startCoordinator();
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("first");
    }

    private boolean writesGoOn(String key) {
        return script.put(list.get(0), key, "after").status() == Status.OK;
    }

    @Test
    void after_a_power_cut_of_all_writes_go_on_whichever_node_comes_back_last() {
        List<String> keys = list.stream().map(script::keyOf).toList();
        for (int i = 0; i < 15; i++) {
            SimHost last = list.get(i % 3);
            list.forEach(script.cluster()::powerCut);
            script.cluster().killCoordinator();
            script.seconds(1);
            script.cluster().startCoordinator();
            for (SimHost node : list) {
                if (node != last) {
                    script.cluster().startNode(node, StoreHealth.DOUBTFUL);
                }
            }
            script.seconds(0.04 * i);
            script.cluster().startNode(last, StoreHealth.DOUBTFUL);
            script.waitFor("writes to go on", () -> keys.stream().allMatch(this::writesGoOn));
        }
    }

    @Test
    void a_store_beyond_doubt_is_waited_for_though_the_coordinator_has_not_heard_of_it_yet() {
        SimHost whole = list.get(1);
        for (int i = 0; i < 50; i++) {
            script.put(list.get(0), KEY, "v" + i);
        }
        script.cut(whole, script.cluster().coordinator());
        List<SimHost> others = List.of(list.get(0), list.get(2));
        others.forEach(script.cluster()::powerCut);
        script.cluster().killCoordinator();
        script.seconds(0.1);
        script.cluster().startCoordinator();
        others.forEach(node -> script.cluster().startNode(node, StoreHealth.DOUBTFUL));
        script.seconds(8);
        script.heal();
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("v49");
    }

    @Test
    void a_doubt_that_was_accepted_says_nothing_about_the_next_power_cut_of_one() {
        list.forEach(script.cluster()::powerCut);
        script.seconds(1);
        list.forEach(node -> script.cluster().startNode(node, StoreHealth.DOUBTFUL));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        for (int i = 0; i < 50; i++) {
            assertThat(script.put(list.get(0), KEY, "v" + i).status()).isEqualTo(Status.OK);
        }
        SimHost cut = list.get(1);
        script.cluster().powerCut(cut);
        List<SimHost> others = List.of(list.get(0), list.get(2));
        others.forEach(script.cluster()::kill);
        script.seconds(10);
        script.cluster().startNode(cut, StoreHealth.DOUBTFUL);
        script.seconds(10);
        assertThat(script.cluster().core(cut).doubtfulSlots()).isEqualTo(SlotSet.SLOTS);
        others.forEach(node -> script.cluster().startNode(node, StoreHealth.WHOLE));
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("v49");
    }

    @Test
    void a_wiped_disk_is_filled_again_before_it_counts() {
        script.put(list.get(0), KEY, "first");
        SimHost wiped = list.get(1);
        script.cluster().kill(wiped);
        script.cluster().wipe(wiped);
        script.cluster().startNode(wiped, StoreHealth.EMPTY);
        script.waitFor("its replacement", () -> script.cluster().unequalSlot() < 0);
        script.cluster().kill(list.get(2));
        script.waitFor(
                "the two to serve", () -> script.serves(list.get(0)) && script.serves(wiped));
        assertThat(value()).isEqualTo("first");
    }

    private void startWiped(SimHost node) {
        script.cluster().wipe(node);
        script.cluster().startNode(node, StoreHealth.EMPTY);
    }

    private Reply acceptLoss() {
        SimHost coordinator = script.cluster().coordinator();
        String epoch = script.ask(coordinator, Request.of(Verb.STATUS)).field("epoch");
        return script.ask(
                coordinator, Request.builder(Verb.ACCEPT_LOSS).argument(epoch).build());
    }

    @Test
    void where_a_majority_of_disks_is_gone_the_one_that_is_left_is_what_goes_on() {
        script.put(list.get(0), KEY, "first");
        SimHost left = list.get(2);
        script.waitFor("it to be everywhere", () -> script.cluster().unequalSlot() < 0);
        assertThat(acceptLoss().text()).contains("no slot has lost a majority");
        list.forEach(script.cluster()::kill);
        startWiped(list.get(0));
        startWiped(list.get(1));
        script.seconds(8);
        assertThat(acceptLoss().text()).contains(left.name() + " may still have what was written");
        script.cluster().startNode(left, StoreHealth.WHOLE);
        script.seconds(8);
        assertThat(script.get(left, KEY).isError())
                .as("nothing decides this by itself")
                .isTrue();
        script.cut(left, list.get(0));
        script.cut(left, list.get(1));
        assertThat(acceptLoss().field("slots")).isEqualTo(Integer.toString(SlotSet.SLOTS));
        script.cluster().kill(left);
        script.seconds(8);
        assertThat(list.subList(0, 2))
                .as("empty, and not to go on alone")
                .noneMatch(script::serves);
        script.heal();
        script.cluster().startNode(left, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        script.waitFor("it to be everywhere again", () -> script.cluster().unequalSlot() < 0);
        script.cluster().kill(left);
        script.waitFor("the two to serve", () -> script.serves(list.get(0)));
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void where_every_disk_is_gone_the_cluster_goes_on_empty_once_a_person_says_so() {
        script.put(list.get(0), KEY, "first");
        list.forEach(script.cluster()::kill);
        list.forEach(this::startWiped);
        script.seconds(8);
        assertThat(acceptLoss().isOk()).isTrue();
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(script.ask(
                                list.get(1),
                                Request.builder(Verb.GET).argument(KEY).build())
                        .status())
                .isEqualTo(Status.NOT_FOUND);
        assertThat(script.ask(script.cluster().coordinator(), Request.of(Verb.STATUS))
                        .items())
                .singleElement()
                .satisfies(note -> assertThat(note.word(0)).isEqualTo("NOTE"));
    }

    private SimCluster.DiskCopy copyFromBeforeItsLastStart(SimHost node) {
        script.cluster().kill(node);
        SimCluster.DiskCopy copy = script.cluster().copyOfDisk(node);
        script.cluster().startNode(node, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        script.waitFor("it to be in sync", () -> script.cluster().unequalSlot() < 0);
        return copy;
    }

    /** The only other copy of the last write is away, and the replica that is left never had it. */
    @Test
    void an_old_copy_of_a_disk_cannot_outvote_what_was_acknowledged_after_it() {
        SimHost copied = list.get(1);
        script.put(list.get(0), KEY, "first");
        SimCluster.DiskCopy copy = copyFromBeforeItsLastStart(copied);
        SimHost primary = script.primaryOf(KEY);
        SimHost other = primary == list.get(0) ? list.get(2) : list.get(0);
        script.cluster().kill(other);
        script.waitFor(
                "an acknowledged write",
                () -> script.put(primary, KEY, "second").isOk());
        script.cluster().kill(primary);
        script.cluster().kill(copied);
        script.cluster().restoreDisk(copied, copy);
        script.cluster().startNode(other, StoreHealth.WHOLE);
        script.cluster().startNode(copied, StoreHealth.WHOLE);
        script.seconds(10);
        script.cluster().startNode(primary, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    /** In between its node ran with an empty disk, so that the coordinator knows of another one. */
    @Test
    void an_old_copy_that_returns_after_another_disk_cannot_outvote_either() {
        SimHost copied = list.get(1);
        script.put(list.get(0), KEY, "first");
        SimCluster.DiskCopy copy = copyFromBeforeItsLastStart(copied);
        SimHost primary = list.get(0);
        SimHost away = list.get(2);
        script.cluster().kill(away);
        script.waitFor(
                "an acknowledged write",
                () -> script.put(primary, KEY, "second").isOk());
        script.cluster().kill(primary);
        script.cluster().kill(copied);
        script.cluster().wipe(copied);
        script.cluster().startNode(copied, StoreHealth.EMPTY);
        script.seconds(5);
        script.cluster().kill(copied);
        script.cluster().restoreDisk(copied, copy);
        script.cluster().startNode(copied, StoreHealth.WHOLE);
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.seconds(10);
        script.cluster().startNode(primary, StoreHealth.WHOLE);
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    /**
     * "second" is acknowledged in a term that an older copy of the coordinator's disk knows nothing of, and that copy is
     * put back.
     *
     * @return one of the two nodes that have it; the other is away, and the third, which has not, is started
     */
    private SimHost putBackAnOldCopyOfTheLog(long lostLeap, long copysLeap) {
        SimHost behind = list.get(0);
        script.put(behind, KEY, "first");
        script.cluster().killCoordinator();
        SimLog.Copy copy = script.cluster().log().copy();
        script.cluster().leapBy(lostLeap);
        script.cluster().startCoordinator();
        script.seconds(3);
        script.cluster().kill(behind);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != behind);
        SimHost next = script.primaryOf(KEY);
        script.waitFor(
                "an acknowledged write", () -> script.put(next, KEY, "second").isOk());
        SimHost away = next == list.get(1) ? list.get(2) : list.get(1);
        script.cluster().killCoordinator();
        script.cluster().kill(away);
        script.cluster().log().restore(copy);
        script.cluster().leapBy(copysLeap);
        script.cluster().startCoordinator();
        script.cluster().startNode(behind, StoreHealth.WHOLE);
        return next;
    }

    @Test
    void an_old_copy_of_the_coordinators_disk_that_comes_out_above_is_not_taken_for_the_cluster() {
        SimHost has = putBackAnOldCopyOfTheLog(2_000, 5_000);
        SimHost behind = list.get(0);
        Supplier<Reply> third = script.begin(behind, put("third").build());
        script.seconds(20);
        assertThat(third.get()).as("a majority knows better").matches(reply -> !reply.isOk());
        assertThat(script.cluster().view().epoch()).isGreaterThan(5_000);
        assertThat(script.cluster().core(has).epoch()).isBetween(2_000L, 5_000L);
        script.cluster().killCoordinator();
        list.stream()
                .filter(node -> node != has && node != behind)
                .forEach(away -> script.cluster().startNode(away, StoreHealth.WHOLE));
        script.cluster().rebuildCoordinator();
        script.waitFor("everybody to serve", () -> list.stream().allMatch(script::serves));
        assertThat(value()).isEqualTo("second");
    }

    @Test
    void an_old_copy_of_the_coordinators_disk_that_comes_out_below_is_refused_for_good() {
        SimHost has = putBackAnOldCopyOfTheLog(5_000, 2_000);
        script.seconds(10);
        assertThat(script.cluster().core(has).epoch()).isGreaterThan(5_000);
        script.cluster().kill(has);
        script.cluster().startNode(has, StoreHealth.WHOLE);
        assertThatThrownBy(() -> script.seconds(5)).hasMessageContaining("older than the cluster");
    }

    /** Puts through every node in turn, each begun before the one before it is answered. */
    private List<Reply> putsWhile(BooleanSupplier goesOn, SimHost... through) {
        List<Supplier<Reply>> puts = new ArrayList<>();
        while (goesOn.getAsBoolean()) {
            SimHost node = through[puts.size() % through.length];
            puts.add(script.begin(node, put("v" + puts.size()).build()));
            script.seconds(0.0005);
        }
        script.waitFor("every answer", () -> puts.stream().allMatch(put -> put.get() != null));
        return puts.stream().map(Supplier::get).toList();
    }

    @Test
    void a_node_that_is_told_to_stop_hands_over_and_no_request_notices() {
        SimHost leaver = list.get(0);
        script.cluster().stop(leaver);
        List<Reply> puts = putsWhile(leaver::running, list.get(1), list.get(2));
        assertThat(puts).hasSizeGreaterThan(20).allMatch(Reply::isOk);
        assertThat(script.primaryOf(KEY)).isNotEqualTo(leaver);
    }

    @Test
    void requests_of_one_connection_take_effect_in_order_through_a_hand_over() {
        SimHost leaver = list.get(0);
        List<Script.Connection> connections = list.stream().map(script::connect).toList();
        script.cluster().stop(leaver);
        int sent = 0;
        while (leaver.running()) {
            String value = "v" + sent++;
            for (Script.Connection connection : connections) {
                String key = "{" + KEY + "}" + connections.indexOf(connection);
                connection.send(Request.builder(Verb.PUT)
                        .argument(key)
                        .value(value.getBytes(StandardCharsets.UTF_8))
                        .build());
                connection.send(Request.builder(Verb.GET).argument(key).build());
            }
            script.seconds(0.0005);
        }
        int requests = 2 * sent;
        for (Script.Connection other : connections.subList(1, 3)) {
            script.waitFor("every answer", () -> other.replies.size() == requests);
            for (int i = 0; i < sent; i++) {
                assertThat(other.replies.get(2 * i)).matches(Reply::isOk);
                assertThat(other.replies.get(2 * i + 1).block())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("v" + i);
            }
        }
    }

    @Test
    void a_node_alone_is_told_to_stop_and_leaves_all_the_same() {
        list.subList(1, 3).forEach(script.cluster()::kill);
        script.cluster().killCoordinator();
        script.cluster().stop(list.get(0));
        script.waitFor("the end of the last node", () -> !list.get(0).running());
    }

    @Test
    void roles_return_to_a_restarted_node_and_no_request_notices() {
        SimHost restarted = list.get(0);
        script.cluster().kill(restarted);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != restarted);
        script.cluster().startNode(restarted, StoreHealth.WHOLE);
        List<Reply> puts = putsWhile(
                () -> script.primaryOf(KEY) != restarted || !script.serves(restarted),
                list.get(1),
                list.get(2));
        assertThat(puts).hasSizeGreaterThan(20).allMatch(Reply::isOk);
    }

    @Test
    void reads_of_slots_that_stay_are_not_held_up_while_others_return() {
        SimHost restarted = list.get(0);
        SimHost stays = list.get(1);
        String key = script.keyOf(stays);
        script.cluster().kill(restarted);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != restarted);
        script.cluster().startNode(restarted, StoreHealth.WHOLE);
        double longest = 0;
        while (script.primaryOf(KEY) != restarted || !script.serves(restarted)) {
            double began = script.now();
            assertThat(script.get(stays, key).status()).isEqualTo(Status.NOT_FOUND);
            longest = Math.max(longest, script.now() - began);
        }
        assertThat(longest).isLessThan(0.1);
    }

    @Test
    void primaries_move_away_from_a_disk_that_hangs_though_the_node_lives() {
        SimHost hanging = list.get(0);
        script.put(hanging, KEY, "first");
        script.cluster().hang(hanging);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != hanging);
        assertThat(script.put(list.get(1), KEY, "second").isOk()).isTrue();
        assertThat(value()).isEqualTo("second");
        script.seconds(10);
        assertThat(script.cluster().view().member(hanging.name()).state())
                .isEqualTo(MemberState.UP);
        script.cluster().resume(hanging);
        script.waitFor("the preferred primary", () -> script.primaryOf(KEY) == hanging);
        assertThat(script.get(hanging, KEY).block())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("second");
        assertThat(script.violations()).isEmpty();
    }

    @Test
    void primaries_move_away_from_a_full_disk_and_return_when_it_has_space() {
        SimHost full = list.get(0);
        script.cluster().core(full).diskFull(true);
        script.waitFor("another primary", () -> script.primaryOf(KEY) != full);
        assertThat(ask(put("first")).status()).isEqualTo(Status.OK);
        script.cluster().core(full).diskFull(false);
        script.waitFor("the preferred primary", () -> script.primaryOf(KEY) == full);
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void a_hand_over_that_is_refused_leaves_the_role_where_it_is() {
        list.forEach(node -> script.cluster().core(node).diskFull(true));
        script.seconds(5);
        assertThat(script.primaryOf(KEY)).isEqualTo(list.get(0));
        list.forEach(node -> script.cluster().core(node).diskFull(false));
        script.waitFor("puts to be taken again", () -> ask(put("first")).isOk());
    }

    @Test
    void without_the_coordinator_a_node_says_so_and_whom_it_does_not_reach() {
        SimHost asked = list.get(0);
        assertThat(script.ask(asked, Request.of(Verb.STATUS)).field("health")).isEqualTo("HEALTHY");
        script.cluster().killCoordinator();
        script.seconds(6);
        Reply alone = script.ask(asked, Request.of(Verb.STATUS));
        assertThat(alone.field("health")).isEqualTo("DEGRADED");
        assertThat(alone.toString()).contains("no coordinator answers");
        script.cluster().kill(list.get(1));
        script.cluster().kill(list.get(2));
        script.seconds(6);
        Reply last = script.ask(asked, Request.of(Verb.STATUS));
        assertThat(last.field("health")).isEqualTo("UNAVAILABLE");
        assertThat(last.field("unavailable")).isEqualTo(Integer.toString(SlotSet.SLOTS));
        assertThat(last.toString()).contains("does not answer " + asked.name());
    }

    @Test
    void without_the_coordinator_reads_and_writes_go_on() {
        script.cluster().killCoordinator();
        for (int i = 0; i < 100; i++) {
            script.seconds(1);
            assertThat(script.put(list.get(i % 3), KEY, "v" + i).status()).isEqualTo(Status.OK);
            assertThat(value()).isEqualTo("v" + i);
        }
    }

    @Test
    void level_all_is_refused_by_name_while_a_replica_is_away() {
        script.cluster().kill(list.get(2));
        script.seconds(4);
        Reply refused = ask(put("first").option(Option.LEVEL, "all"));
        assertThat(refused.errorCode()).isEqualTo("UNAVAILABLE");
        assertThat(value()).isEqualTo("NOT_FOUND");
        assertThat(ask(put("first")).field("acks")).isEqualTo("2/3");
    }

    @Test
    void a_node_is_up_again_although_the_log_lost_its_welcome() {
        SimHost node = list.get(1);
        script.cluster().kill(node);
        script.waitFor("it to be down", () -> script.memberOf(node).state() == MemberState.DOWN);
        MetadataRecord welcome = new MetadataRecord.MemberStateChanged(node.name(), MemberState.UP);
        List<LogEntry> lost = new ArrayList<>();
        script.cluster().log().decide(bytes -> {
            LogEntry entry = LogEntry.decode(bytes);
            if (lost.size() == 3 || !entry.records().contains(welcome)) {
                return AppendFate.COMMITTED;
            }
            lost.add(entry);
            return AppendFate.FAILED_AND_LOST;
        });
        script.cluster().startNode(node, StoreHealth.WHOLE);
        script.waitFor("it to be up", () -> script.memberOf(node).state() == MemberState.UP);
        assertThat(lost).hasSize(3);
        script.waitFor("it to be in sync", () -> script.cluster().unequalSlot() < 0);
    }

    /** The machine loses its power, so that nobody closes its connections, and is back before it was missed. */
    @Test
    void a_node_whose_old_connections_are_half_open_is_let_in_and_counts_once() {
        script.put(list.get(0), KEY, "first");
        SimHost node = list.get(1);
        long before = script.memberOf(node).incarnation();
        double cut = script.now();
        StoreHealth health = script.cluster().powerCut(node);
        script.seconds(0.5);
        script.cluster().startNode(node, health);
        script.seconds(1);
        assertThat(script.memberOf(node).incarnation()).as("it may be a twin").isEqualTo(before);
        script.waitFor("it to be let in", () -> script.memberOf(node).incarnation() != before);
        script.waitFor("it to be beyond doubt", () -> !script.memberOf(node).doubtful());
        script.waitFor("it to be in sync", () -> script.cluster().unequalSlot() < 0);
        assertThat(script.now() - cut).as("before the old connections broke").isLessThan(10);
        assertThat(ask(put("second").option(Option.LEVEL, "all")).field("acks")).isEqualTo("3/3");

        script.waitFor("its roles to return", () -> script.servesAllThatPreferIt(node));
        long epoch = script.cluster().view().epoch();
        script.seconds(20);
        assertThat(script.cluster().view().epoch())
                .as("that the old connections broke changes nothing")
                .isEqualTo(epoch);
        assertThat(script.memberOf(node).state()).isEqualTo(MemberState.UP);
        assertThat(ask(put("third").option(Option.LEVEL, "all")).field("acks")).isEqualTo("3/3");
        assertThat(value()).isEqualTo("third");
    }
}
