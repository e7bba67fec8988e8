package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Two coordinators are known; the node's loop last turned 1.5 s ago. */
class PulseTest {
    private static final long SECOND = ScriptedNode.SECOND;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private View view = View.none();
    private final Pulse pulse = new Pulse(
            TestConfigs.of(List.of("c1", "c2"), "secret", Durability.OS),
            network,
            () -> 3 * SECOND / 2,
            () -> view);

    private List<Request> beats() {
        return network.requestsOn(network.opened()).stream()
                .filter(request -> request.verb() == Verb.HEARTBEAT)
                .toList();
    }

    private void connected(long now) {
        pulse.start(now);
        pulse.connected(now, network.opened());
    }

    @Test
    void introduces_itself_as_the_node_with_the_secret() {
        connected(0);
        Request hello = network.requestsOn(network.opened()).get(0);
        assertThat(hello.verb()).isEqualTo(Verb.HELLO);
        assertThat(hello.option(Option.ROLE)).isEqualTo("node");
        assertThat(hello.option(Option.TOKEN)).isEqualTo("secret");
    }

    @Test
    void beats_twice_a_second_and_says_how_long_the_loop_stands_still() {
        connected(SECOND);
        for (int tick = 0; tick < 200; tick++) {
            pulse.tick(SECOND + tick * SECOND / 100);
            pulse.reply(SECOND + tick * SECOND / 100, network.opened(), Reply.ok());
        }
        assertThat(beats()).hasSize(4);
        assertThat(beats().get(0).option(Option.TURN_AGE)).isEqualTo("1500ms");
        assertThat(beats().get(0).longOption(Option.INCARNATION, 0)).isEqualTo(1);
    }

    @Test
    void goes_to_the_next_coordinator_when_one_is_silent_or_gone() {
        connected(0);
        assertThat(network.connects()).containsValue("c1:5000").doesNotContainValue("c2:5000");
        pulse.tick(3 * SECOND);
        assertThat(network.closed()).hasSize(1);
        pulse.tick(4 * SECOND);
        assertThat(network.connects()).containsValue("c2:5000");
        pulse.disconnected(4 * SECOND, network.opened());
        pulse.tick(5 * SECOND);
        assertThat(network.connects()).hasSize(3);
    }

    @Test
    void goes_at_once_where_a_coordinator_says_that_the_leader_is() {
        connected(0);
        Reply redirect = Reply.error(ErrorCode.NOT_LEADER, "c2 leads").with("addr", "c2:5000");
        pulse.reply(SECOND, network.opened(), redirect);
        assertThat(network.connects()).containsValue("c2:5000");
        pulse.connected(SECOND, network.opened());
        pulse.tick(2 * SECOND);
        assertThat(beats()).hasSize(1);
    }

    @Test
    void knows_the_coordinators_of_today_when_those_of_its_start_are_gone() {
        connected(0);
        View known = ScriptedNode.view(5, 5, "n1", "n1");
        view = new View(
                known.clusterId(),
                known.clusterName(),
                known.epoch(),
                known.replicas(),
                known.virtualNodes(),
                known.members(),
                known.shares(),
                known.gaps(),
                List.of(new Coordinator("c7", "c7", 5000)));
        for (int second = 1; second <= 3; second++) {
            pulse.disconnected(second * SECOND, network.opened());
            pulse.tick((second + 1) * SECOND);
        }
        assertThat(network.connects()).containsValue("c7:5000");
    }
}
