package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.view.SlotSet;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Stores that may have lost their newest writes count for nothing until somebody beyond doubt, or all of them, say what was written. */
class PowerCutScenarioTest extends Scenario {
    private boolean writesGoOn(String key) {
        return script.put(list.get(0), key, "after").status() == Status.OK;
    }

    @Test
    void after_a_power_cut_of_all_writes_go_on_whichever_node_comes_back_last() {
        List<String> keys = list.stream().map(script::keyOf).toList();
        for (int i = 0; i < 15; i++) {
            SimHost last = list.get(i % 3);
            list.forEach(script.cluster()::powerCut);
            script.cluster().coordinators().kill();
            script.seconds(1);
            script.cluster().coordinators().start();
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
        script.cut(whole, script.cluster().coordinators().first());
        List<SimHost> others = List.of(list.get(0), list.get(2));
        others.forEach(script.cluster()::powerCut);
        script.cluster().coordinators().kill();
        script.seconds(0.1);
        script.cluster().coordinators().start();
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
}
