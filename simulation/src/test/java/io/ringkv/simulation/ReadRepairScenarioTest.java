package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.hashing.Slots;
import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Disks that lose or change rows and say nothing: a read at level {@code all} finds it, long before a sweep would. */
class ReadRepairScenarioTest extends Scenario {
    private static final byte[] KEY_BYTES = KEY.getBytes(UTF_8);
    private static final int SLOT = Slots.of(KEY_BYTES);

    private final SimHost primary = list.get(0);
    private final SimHost replica = list.get(2);

    @BeforeEach
    void theKeyIsEverywhere() {
        script.put(primary, KEY, "first");
        script.waitFor("it to be everywhere", () -> isWhole(list.get(1)) && isWhole(replica));
    }

    private void read(SimHost node, Verb verb, String level) {
        Reply reply = script.ask(
                node,
                Request.builder(verb).option(Option.LEVEL, level).argument(KEY).build());
        assertThat(reply.status()).isEqualTo(verb == Verb.GET ? Status.VALUE : Status.OK);
    }

    private Map<String, String> rows(SimHost node) {
        return script.cluster().disks().rows(node, RowSpace.DATA);
    }

    private boolean isWhole(SimHost node) {
        return rows(node).equals(rows(primary));
    }

    private void assertCounted(int match, int repaired, int neither) {
        Request status = Request.builder(Verb.REPAIR).argument("STATUS").build();
        Reply reply = script.ask(primary, status);
        assertThat(reply.longField("read-match", -1)).isEqualTo(match);
        assertThat(reply.longField("read-repaired", -1)).isEqualTo(repaired);
        assertThat(reply.longField("read-not-comparable", -1)).isEqualTo(neither);
    }

    @Test
    void what_is_whole_matches_at_every_replica() {
        read(list.get(1), Verb.GET, "all");
        script.seconds(1);
        assertCounted(2, 0, 0);
    }

    @Test
    void a_bit_that_flipped_at_a_replica_is_mended_within_a_second() {
        script.cluster().disks().of(replica).flipBit(SLOT, KEY_BYTES, 8 * 20);
        read(list.get(1), Verb.GET, "all");
        script.seconds(1);
        assertThat(isWhole(replica)).isTrue();
        script.seconds(1);
        assertCounted(1, 1, 0);
    }

    @Test
    void a_row_that_vanished_at_a_replica_is_there_again_though_writes_go_on() {
        script.cluster().disks().of(replica).loseRow(SLOT, KEY_BYTES);
        read(replica, Verb.EXISTS, "all");
        for (int i = 0; i < 50; i++) {
            script.put(list.get(i % 3), "{" + KEY + "}:" + i, "v" + i);
        }
        script.waitFor("it to be there again", () -> isWhole(replica));
        script.cluster().kill(primary);
        script.cluster().kill(list.get(1));
        assertThat(rows(replica)).hasSize(51);
    }

    @Test
    void a_read_at_quorum_looks_at_no_disk_but_its_primarys() {
        script.cluster().disks().of(replica).flipBit(SLOT, KEY_BYTES, 8 * 20);
        read(list.get(1), Verb.GET, "quorum");
        script.get(list.get(1), KEY);
        script.seconds(10);
        assertThat(isWhole(replica)).isFalse();
        assertCounted(0, 0, 0);
    }

    @Test
    void a_second_read_finds_what_became_of_the_disk_after_the_first() {
        for (int round = 1; round <= 2; round++) {
            script.cluster().disks().of(replica).loseRow(SLOT, KEY_BYTES);
            read(primary, Verb.GET, "all");
            script.seconds(0.2);
        }
        script.seconds(2);
        assertThat(isWhole(replica)).isTrue();
        assertCounted(2, 2, 0);
    }

    @Test
    void a_replica_that_is_cut_off_is_not_comparable_and_never_a_match() {
        script.cut(primary, replica);
        script.seconds(3);
        read(list.get(1), Verb.GET, "all");
        script.seconds(7);
        assertCounted(1, 0, 1);
        script.heal();
    }

    /** Its replicas are whole, and nothing of the damage reaches them. */
    @Test
    void a_primary_that_lost_a_row_ends_and_others_serve() {
        script.cluster().disks().of(primary).loseRow(SLOT, KEY_BYTES);
        script.begin(
                primary,
                Request.builder(Verb.GET)
                        .option(Option.LEVEL, "all")
                        .argument(KEY)
                        .build());
        script.waitFor("it to end", () -> !primary.running());
        script.waitFor("others to serve", () -> script.primaryOf(KEY) != primary);
        script.waitFor("it to be served", () -> script.serves(list.get(1)));
        assertThat(value()).isEqualTo("first");
    }
}
