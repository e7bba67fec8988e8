package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** Node n9 has registered on connection 9 as incarnation 9, and was not welcomed yet. */
class HeartbeatsTest {
    private final Cluster cluster = Cluster.formed(3, 3);
    private final ScriptedNetwork network = new ScriptedNetwork();
    private final ScriptedLog log = new ScriptedLog();
    private final Proposals proposals = new Proposals(cluster.metadata, log, new EpochLeap(0));
    private final Probing probing = new Probing(network, "");
    private final Heartbeats heartbeats = new Heartbeats(
            network,
            cluster.metadata,
            cluster.watch,
            cluster.membership,
            proposals,
            probing,
            () -> 1_700_000_000_000L);

    @BeforeEach
    void a_node_that_registered() {
        proposals.leading(true);
        registers(9);
    }

    private void registers(long incarnation) {
        cluster.register(Cluster.registration("n9", incarnation, "d9").build(), false);
        Watch.Node node = cluster.watch.of("n9");
        node.connection = 9;
        node.incarnation = incarnation;
        node.pinged = false;
        node.answersAtAddress = false;
    }

    private static Request.Builder heartbeat(long incarnation) {
        return ScriptedCoordinator.heartbeat("n9", incarnation).toBuilder();
    }

    private Reply beats(long now, Request.Builder heartbeat) {
        heartbeats.heartbeat(now, 9, 0, heartbeat.build());
        return network.answerOn(9);
    }

    private void pinged(long connection, boolean answers) {
        probing.connected(connection);
        if (answers) {
            Request ping = network.requestsOn(connection).get(1);
            probing.reply(connection, Reply.pong().withTag(ping.tag()));
        } else {
            probing.disconnected(connection);
        }
    }

    @Test
    void a_heartbeat_is_answered_with_the_newest_epoch_and_remembered() {
        Reply reply = beats(
                77,
                heartbeat(9)
                        .option(Option.EPOCH, 3)
                        .option(Option.WRITES, 0)
                        .option(Option.SICK, "disk-full")
                        .value("4-7".getBytes(StandardCharsets.US_ASCII)));
        assertThat(reply.longField("epoch", 0)).isEqualTo(cluster.view().epoch());
        assertThat(reply.longField("clock", 0)).isEqualTo(1_700_000_000_000L);
        Watch.Node node = cluster.watch.of("n9");
        assertThat(node.lastHeard).isEqualTo(77);
        assertThat(node.epoch).isEqualTo(3);
        assertThat(node.sick).isEqualTo("disk-full");
        assertThat(node.behind).isEqualTo(SlotSet.parse("4-7"));
    }

    @Test
    void a_pulse_says_how_long_the_loop_stands_still_and_changes_nothing_else() {
        beats(77, heartbeat(9).option(Option.SICK, "disk-full"));
        heartbeats.heartbeat(
                99, 10, 0, heartbeat(9).option(Option.TURN_AGE, "1500ms").build());
        Reply reply = network.answerOn(10);
        assertThat(reply.isOk()).isTrue();
        Watch.Node node = cluster.watch.of("n9");
        assertThat(node.lastHeard).isEqualTo(99);
        assertThat(node.stalled()).isTrue();
        assertThat(node.sick).isEqualTo("disk-full");
    }

    @Test
    void a_pulse_beside_a_broken_registration_keeps_nobody_alive() {
        cluster.watch.of("n9").connection = -1;
        Reply reply = beats(99, heartbeat(9).option(Option.TURN_AGE, "5ms"));
        assertThat(reply.isError()).isTrue();
        assertThat(cluster.watch.of("n9").lastHeard).isZero();
    }

    @Test
    void a_heartbeat_of_another_incarnation_is_not_remembered() {
        assertThat(beats(77, heartbeat(8)).isError()).isTrue();
        assertThat(cluster.watch.of("n9").lastHeard).isZero();
    }

    @Test
    void a_node_is_welcomed_once_it_answers_at_its_advertised_address() {
        beats(1, heartbeat(9));
        assertThat(network.connects().values()).containsExactly("host-n9:5000");
        beats(2, heartbeat(9));
        assertThat(network.connects()).hasSize(1);
        assertThat(log.appended).isEmpty();
        pinged(network.opened(), true);
        assertThat(log.newest().records())
                .contains(new MetadataRecord.MemberStateChanged("n9", MemberState.UP));
    }

    @Test
    void a_node_that_does_not_answer_there_is_asked_again_and_the_reason_is_known() {
        beats(1, heartbeat(9));
        pinged(network.opened(), false);
        assertThat(cluster.watch.of("n9").unreachable).contains("--advertise");
        beats(2, heartbeat(9));
        assertThat(network.connects()).hasSize(2);
        pinged(network.opened(), true);
        assertThat(cluster.watch.of("n9").unreachable).isNull();
        assertThat(log.appended).hasSize(1);
    }

    @Test
    void an_answer_to_an_earlier_incarnation_welcomes_nobody() {
        beats(1, heartbeat(9));
        long earlier = network.opened();
        registers(10);
        pinged(earlier, true);
        assertThat(log.appended).isEmpty();
        beats(2, heartbeat(10));
        pinged(network.opened(), true);
        assertThat(log.appended).hasSize(1);
    }
}
