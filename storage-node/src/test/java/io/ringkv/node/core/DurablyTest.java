package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.view.View;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

class DurablyTest {
    private static final long MS = 1_000_000L;

    private final Rows rows = new Rows(new MemoryStore(), 1 << 20);
    private final List<Long> syncs = new ArrayList<>();
    private final List<String> out = new ArrayList<>();

    private Durably durably(Durability durability) {
        NodeDisk disk = new NodeDisk() {
            @Override
            public void registered(long incarnation, boolean doubtful) {
                throw new AssertionError("not part of this test");
            }

            @Override
            public void distrust(StoreException why) {
                throw new AssertionError("not part of this test", why);
            }

            @Override
            public void saveView(View view) {
                throw new AssertionError("rows are synced, not views");
            }

            @Override
            public void sync(long batch) {
                syncs.add(batch);
            }
        };
        return new Durably(rows, disk, TestConfigs.of(List.of(), "", durability));
    }

    private void writes(Durably durably, String what) {
        rows.putLabel(new Slot(1, new BitSet()));
        durably.afterTurn(() -> out.add(what));
    }

    @Test
    void with_fsync_nothing_leaves_before_the_sync_of_its_turn() {
        Durably durably = durably(Durability.FSYNC);
        writes(durably, "a");
        durably.endTurn(0);
        writes(durably, "b");
        durably.endTurn(MS);
        assertThat(out).isEmpty();
        assertThat(syncs).as("many turns share one sync").containsExactly(1L);
        durably.synced(2 * MS, 1);
        assertThat(out).containsExactly("a");
        assertThat(syncs).containsExactly(1L, 2L);
        durably.synced(3 * MS, 2);
        assertThat(out).containsExactly("a", "b");
    }

    @Test
    void with_an_interval_effects_leave_with_the_turn_and_syncs_follow() {
        Durably durably = durably(Durability.INTERVAL);
        writes(durably, "a");
        durably.endTurn(200 * MS);
        assertThat(out).containsExactly("a");
        assertThat(syncs).hasSize(1);
        durably.synced(201 * MS, 1);
        writes(durably, "b");
        durably.endTurn(250 * MS);
        assertThat(syncs).as("not before the interval is over").hasSize(1);
        durably.endTurn(301 * MS);
        assertThat(syncs).hasSize(2);
    }

    @Test
    void left_to_the_operating_system_nothing_is_synced() {
        Durably durably = durably(Durability.OS);
        writes(durably, "a");
        durably.endTurn(1000 * MS);
        assertThat(out).containsExactly("a");
        assertThat(syncs).isEmpty();
    }
}
