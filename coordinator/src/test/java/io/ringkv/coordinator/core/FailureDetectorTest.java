package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.MemberState;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Three nodes that are UP, on connections 1, 2 and 3, and heard whenever a test says so. */
class FailureDetectorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT = 3 * SECOND;
    private static final long GRACE = TIMEOUT + 2 * SECOND;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final Probing probing = new Probing(network, "");
    private final Cluster cluster = Cluster.formed(3, 3);
    private final List<String> down = new ArrayList<>();
    private final FailureDetector detector = new FailureDetector(
            new CoordinatorConfig(
                    Cluster.ID, "", 3, 20, SECOND, TIMEOUT, SECOND, SECOND, false, "", 0),
            cluster.watch,
            probing,
            cluster::view,
            (id, why) -> down.add(id));

    FailureDetectorTest() {
        detector.began(0);
        for (int i = 1; i <= 3; i++) {
            cluster.watch.of("n" + i).connection = i;
        }
    }

    private void heard(long now, String... ids) {
        for (String id : ids) {
            cluster.watch.of(id).lastHeard = now;
        }
    }

    // ---- silence

    @Test
    void nobody_is_judged_for_the_node_timeout_and_two_seconds_after_a_start() {
        detector.tick(GRACE - 1);
        assertThat(down).isEmpty();
    }

    @Test
    void who_was_never_heard_since_the_start_is_down_once_the_grace_is_over() {
        heard(GRACE, "n1", "n2");
        detector.tick(GRACE + 1);
        assertThat(down).containsExactly("n3");
    }

    @Test
    void a_new_leader_begins_the_grace_again() {
        detector.began(10 * SECOND);
        detector.tick(10 * SECOND + GRACE - 1);
        assertThat(down).isEmpty();
    }

    @Test
    void a_node_is_down_after_the_node_timeout_and_not_before() {
        heard(10 * SECOND, "n1", "n2", "n3");
        detector.tick(10 * SECOND + TIMEOUT);
        assertThat(down).isEmpty();
        heard(11 * SECOND, "n2", "n3");
        detector.tick(10 * SECOND + TIMEOUT + 1);
        assertThat(down).containsExactly("n1");
    }

    @Test
    void a_judgement_that_is_lost_is_repeated_with_the_next_tick() {
        heard(GRACE, "n1", "n2");
        detector.tick(GRACE + 1);
        detector.tick(GRACE + 2);
        assertThat(down).containsExactly("n3", "n3");
    }

    @Test
    void who_is_down_already_is_not_judged() {
        cluster.apply(cluster.membership.down("n3"));
        heard(GRACE, "n1", "n2");
        detector.tick(GRACE + 1);
        assertThat(down).isEmpty();
    }

    /** It may hold the primary role of its slots: nobody else gets them while it counts as coming. */
    @Test
    void a_node_that_falls_silent_before_it_was_welcomed_is_judged_as_well() {
        cluster.register(Cluster.registrationAt("elsewhere", "n3", 13, "d3").build(), false);
        assertThat(cluster.state("n3")).isEqualTo(MemberState.JOINING);
        assertThat(cluster.primariesOf("n3").isEmpty()).isFalse();
        heard(GRACE, "n1", "n2");
        detector.tick(GRACE + 1);
        assertThat(down).containsExactly("n3");
    }

    // ---- what other nodes say

    private void suspect(String id, String... by) {
        for (String node : by) {
            cluster.watch.of(node).suspects = List.of(id);
        }
    }

    @Test
    void who_is_silent_and_suspected_by_a_majority_is_down_before_the_node_timeout() {
        heard(10 * SECOND, "n1", "n2", "n3");
        suspect("n1", "n2", "n3");
        heard(11 * SECOND, "n2", "n3");
        detector.tick(10 * SECOND + TIMEOUT / 2);
        assertThat(down).isEmpty();
        detector.tick(10 * SECOND + TIMEOUT / 2 + 1);
        assertThat(down).containsExactly("n1");
    }

    @Test
    void the_word_of_one_node_takes_nobody_down() {
        heard(10 * SECOND, "n1", "n2", "n3");
        suspect("n1", "n2");
        heard(12 * SECOND, "n2", "n3");
        detector.tick(10 * SECOND + TIMEOUT);
        assertThat(down).isEmpty();
    }

    @Test
    void who_is_heard_is_up_whatever_others_say() {
        heard(10 * SECOND, "n1", "n2", "n3");
        suspect("n1", "n2", "n3");
        detector.tick(11 * SECOND);
        assertThat(down).isEmpty();
    }

    @Test
    void the_word_of_who_is_silent_itself_does_not_count() {
        heard(10 * SECOND, "n1", "n2");
        suspect("n1", "n2", "n3");
        heard(11 * SECOND, "n3");
        detector.tick(10 * SECOND + TIMEOUT / 2 + 1);
        assertThat(down).isEmpty();
    }

    // ---- a broken connection

    private void breaks(String id) {
        cluster.watch.of(id).connection = -1;
        detector.suspect(SECOND, id);
    }

    private static String host(String id) {
        return "host-" + id + ":5000";
    }

    /** What whoever is asked at this address says, of those that are asked still. */
    private void says(String address, Reply reply) {
        for (long connection : List.copyOf(network.connects().keySet())) {
            if (address.equals(network.connects().get(connection)) && probing.owns(connection)) {
                probing.connected(connection);
                List<Request> sent = network.requestsOn(connection);
                probing.reply(
                        connection, reply.withTag(sent.get(sent.size() - 1).tag()));
            }
        }
    }

    private void probeSays(String asked, String reachable) {
        says(host(asked), Reply.ok().with("reachable", reachable));
    }

    private void doesNotAnswer(String id) {
        for (long connection : List.copyOf(network.connects().keySet())) {
            if (host(id).equals(network.connects().get(connection))) {
                probing.disconnected(connection);
            }
        }
    }

    private void nobodyReachesN1() {
        doesNotAnswer("n1");
        probeSays("n2", "0");
        probeSays("n3", "0");
    }

    @Test
    void when_a_connection_breaks_every_other_connected_node_is_asked_and_it_itself() {
        cluster.watch.of("n2").connection = -1;
        breaks("n1");
        assertThat(network.connects().values()).containsExactly(host("n1"), host("n3"));
        assertThat(down).isEmpty();
    }

    @Test
    void who_is_out_of_reach_for_everybody_is_down_at_once() {
        breaks("n1");
        nobodyReachesN1();
        assertThat(down).containsExactly("n1");
    }

    @Test
    void one_node_whose_link_to_it_is_broken_takes_nobody_down() {
        breaks("n1");
        doesNotAnswer("n1");
        probeSays("n2", "0");
        assertThat(down).as("another one is asked still").isEmpty();
        probeSays("n3", "1");
        assertThat(down).isEmpty();
    }

    @Test
    void who_answers_the_coordinator_is_up_whatever_others_say() {
        breaks("n1");
        probeSays("n2", "0");
        probeSays("n3", "0");
        says(host("n1"), Reply.pong());
        assertThat(down).isEmpty();
    }

    @Test
    void where_one_of_two_does_not_answer_either_the_other_ones_word_counts() {
        breaks("n1");
        doesNotAnswer("n1");
        doesNotAnswer("n2");
        assertThat(down).isEmpty();
        probeSays("n3", "0");
        assertThat(down).containsExactly("n1");
    }

    @Test
    void who_cannot_be_asked_says_nothing() {
        breaks("n1");
        doesNotAnswer("n1");
        doesNotAnswer("n2");
        doesNotAnswer("n3");
        assertThat(down).isEmpty();
    }

    @Test
    void what_was_said_of_an_earlier_break_does_not_count() {
        breaks("n1");
        doesNotAnswer("n1");
        probeSays("n2", "0");
        List<Long> earlier = List.copyOf(network.connects().keySet());
        breaks("n1");
        long third = earlier.get(2);
        probing.connected(third);
        List<Request> sent = network.requestsOn(third);
        probing.reply(
                third,
                Reply.ok()
                        .with("reachable", "0")
                        .withTag(sent.get(sent.size() - 1).tag()));
        assertThat(down).isEmpty();
    }

    @Test
    void when_nobody_else_can_be_asked_silence_decides() {
        cluster.watch.of("n2").connection = -1;
        cluster.watch.of("n3").connection = -1;
        breaks("n1");
        assertThat(network.connects()).isEmpty();
        assertThat(down).isEmpty();
    }

    @Test
    void a_probe_that_comes_back_after_the_node_did_says_nothing() {
        breaks("n1");
        cluster.watch.of("n1").connection = 9;
        nobodyReachesN1();
        assertThat(down).isEmpty();
    }

    @Test
    void a_probe_of_an_incarnation_says_nothing_of_the_next() {
        breaks("n1");
        cluster.register(Cluster.registration("n1", 11, "d1").build(), false);
        nobodyReachesN1();
        assertThat(down).isEmpty();
    }

    @Test
    void a_connection_of_a_node_that_is_not_up_breaks_without_a_question() {
        cluster.apply(cluster.membership.down("n1"));
        breaks("n1");
        assertThat(network.connects()).isEmpty();
    }
}
