package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.hashing.Slots;
import io.ringkv.node.core.StoreHealth;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Disks that lose or change rows and say nothing: a sweep finds it, and what is whole replaces what is not. */
class SweepScenarioTest extends Scenario {
    private static final int SLOT = Slots.of(KEY.getBytes(UTF_8));

    private Reply repair(SimHost node, String word) {
        return script.ask(node, Request.builder(Verb.REPAIR).argument(word).build());
    }

    private Reply swept(SimHost node) {
        assertThat(repair(node, "START").isOk()).isTrue();
        script.waitFor(
                "the sweep to end", () -> "idle".equals(repair(node, "STATUS").field("state")));
        return repair(node, "STATUS");
    }

    private void assertSwept(SimHost node, long repaired) {
        Reply swept = swept(node);
        long replicas = 2 * swept.longField("slots", -1);
        assertThat(swept.longField("checked", -1)).isEqualTo(swept.longField("slots", -2));
        assertThat(swept.longField("repaired", -1)).isEqualTo(repaired);
        assertThat(swept.longField("match", -1)).isEqualTo(replicas - repaired);
        assertThat(swept.longField("not-comparable", -1)).isZero();
    }

    private Map<String, String> rows(SimHost node) {
        return script.cluster().disks().rows(node, RowSpace.DATA);
    }

    private void awaitEverywhere() {
        script.waitFor(
                "it to be everywhere",
                () -> script.cluster().replicas().unequalSlot() < 0
                        && rows(list.get(1)).equals(rows(list.get(0)))
                        && rows(list.get(2)).equals(rows(list.get(0))));
    }

    @Test
    void what_is_whole_matches_at_every_replica() {
        for (int i = 0; i < 100; i++) {
            script.put(list.get(0), "key" + i, "v" + i);
        }
        awaitEverywhere();
        list.forEach(node -> assertSwept(node, 0));
    }

    @Test
    void a_row_that_vanished_at_a_replica_is_there_again_though_writes_go_on() {
        script.put(list.get(0), KEY, "first");
        awaitEverywhere();
        SimHost damaged = list.get(1);
        script.cluster().disks().of(damaged).loseRow(SLOT, KEY.getBytes(UTF_8));
        assertThat(script.cluster().replicas().unequalSlot())
                .as("nobody has noticed")
                .isNegative();
        repair(list.get(0), "START");
        for (int i = 0; i < 100; i++) {
            String other = "key" + i;
            assertThat(script.put(list.get(i % 3), other, "v" + i).isOk()).isTrue();
        }
        script.waitFor(
                "the sweep to end",
                () -> "idle".equals(repair(list.get(0), "STATUS").field("state")));
        assertThat(repair(list.get(0), "STATUS").longField("repaired", -1)).isEqualTo(1);
        awaitEverywhere();
        assertSwept(list.get(0), 0);
        script.cluster().kill(list.get(0));
        script.cluster().kill(list.get(2));
        script.seconds(1);
        script.cluster().startNode(list.get(0), StoreHealth.WHOLE);
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void a_bit_that_flipped_at_a_replica_is_mended() {
        script.put(list.get(0), KEY, "first");
        awaitEverywhere();
        for (int bit : new int[] {3, 8 * 16, 8 * 20}) {
            script.cluster().disks().of(list.get(2)).flipBit(SLOT, KEY.getBytes(UTF_8), bit);
            assertThat(rows(list.get(2))).isNotEqualTo(rows(list.get(0)));
            assertSwept(list.get(0), 1);
            awaitEverywhere();
        }
    }

    /** Its replicas are whole: nothing of the damage reaches them, and it comes back as a store in doubt. */
    @Test
    void a_primary_that_lost_a_row_ends_and_gets_it_back_from_the_others() {
        script.put(list.get(0), KEY, "first");
        awaitEverywhere();
        SimHost damaged = list.get(0);
        script.cluster().disks().of(damaged).loseRow(SLOT, KEY.getBytes(UTF_8));
        repair(damaged, "START");
        script.waitFor("it to end", () -> !damaged.running());
        script.waitFor("others to serve", () -> script.primaryOf(KEY) != damaged);
        script.waitFor("it to be served", () -> script.serves(list.get(1)));
        assertThat(value()).isEqualTo("first");
        script.cluster().startNode(damaged, StoreHealth.WHOLE);
        assertThat(script.cluster().core(damaged).doubtfulSlots()).isPositive();
        awaitEverywhere();
        assertThat(value()).isEqualTo("first");
        assertThat(script.cluster().core(damaged).doubtfulSlots()).isZero();
    }

    /** Its primary cannot ask it, whatever it holds; the other one is compared all the same. */
    @Test
    void a_replica_that_is_cut_off_is_not_comparable_and_never_a_match() {
        script.put(list.get(0), KEY, "first");
        awaitEverywhere();
        script.cut(list.get(0), list.get(2));
        assertThat(script.put(list.get(0), KEY, "second").status()).isEqualTo(Status.OK);
        script.seconds(3);
        Reply swept = swept(list.get(0));
        assertThat(swept.longField("match", -1)).isEqualTo(swept.longField("slots", -2));
        assertThat(swept.longField("not-comparable", -1)).isEqualTo(swept.longField("slots", -2));
        script.heal();
        awaitEverywhere();
        assertSwept(list.get(0), 0);
    }
}
