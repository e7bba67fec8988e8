package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.core.StoreHealth;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever was away for a short time is sent what it missed, not everything. */
class ShortAbsenceScenarioTest extends Scenario {
    private static final int KEYS = 200;
    private static final String LARGE = "x".repeat(1_000);

    @BeforeEach
    void manyKeysInOneSlot() {
        for (int i = 0; i < KEYS; i++) {
            script.put(list.get(0), "{" + KEY + "}" + i, LARGE);
        }
        script.waitFor("all to be alike", () -> script.cluster().replicas().unequalSlot() < 0);
    }

    private long copied() {
        long bytes = 0;
        for (SimHost node : list) {
            for (Item item : script.ask(node, Request.of(Verb.STATS)).items()) {
                bytes += item.word(0).equals("copy-bytes-sent") ? Long.parseLong(item.word(1)) : 0;
            }
        }
        return bytes;
    }

    private void writeWhileAway(SimHost away) {
        script.cluster().kill(away);
        script.waitFor("a primary", () -> script.primaryOf(KEY) != away);
        SimHost primary = script.primaryOf(KEY);
        script.put(primary, "{" + KEY + "}7", "new");
        script.cluster().startNode(away, StoreHealth.WHOLE);
        script.waitFor("all to be alike", () -> script.cluster().replicas().unequalSlot() < 0);
    }

    @Test
    void a_replica_gets_the_tail_of_the_term() {
        writeWhileAway(list.get(2));
        assertThat(copied()).isBetween(1L, 5_000L);
    }

    @Test
    void a_primary_that_comes_back_gets_what_the_next_term_began_and_wrote() {
        writeWhileAway(list.get(0));
        assertThat(copied()).isBetween(1L, 5_000L);
    }
}
