package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.SLOT;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** Within a turn the store has not got what the turn writes, and is not to be believed about it. */
class RowsTest {
    private static final Key KEY = new Key(ScriptedNode.KEY.getBytes(StandardCharsets.UTF_8));

    private final Rows rows = new Rows(new MemoryStore(), 0);

    private static Row row(long sequence) {
        return Row.put(SLOT, KEY.bytes(), new Version(5, sequence), null, new byte[] {1});
    }

    private void assertFound(long sequence) {
        Row found = rows.find(SLOT, KEY);
        assertThat(found == null ? null : found.version()).isEqualTo(new Version(5, sequence));
    }

    private void endTurn() {
        rows.flush();
    }

    @Test
    void what_another_primary_wrote_is_seen_in_the_same_turn_and_afterwards() {
        rows.apply(SLOT, KEY, row(1));
        endTurn();
        rows.apply(SLOT, KEY, row(2));
        assertFound(2);
        endTurn();
        assertFound(2);
    }

    @Test
    void what_was_dropped_is_gone_in_the_same_turn_and_afterwards() {
        rows.put(SLOT, KEY, Row.tombstone(SLOT, KEY.bytes(), new Version(5, 1), null));
        endTurn();
        rows.batch().delete(RowSpace.DATA, SLOT, KEY.bytes());
        rows.forget(KEY);
        assertThat(rows.find(SLOT, KEY)).isNull();
        endTurn();
        assertThat(rows.find(SLOT, KEY)).isNull();
    }

    @Test
    void what_is_in_the_cache_is_found_without_the_store() {
        rows.put(SLOT, KEY, row(1));
        assertFound(1);
        assertThat(rows.hasUnwritten()).isTrue();
    }

    @Test
    void a_key_that_the_turn_did_not_write_has_nothing_stored_for_it() {
        rows.apply(SLOT, KEY, row(1));
        endTurn();
        rows.put(SLOT, new Key(new byte[] {7}), row(2));
        assertFound(1);
        assertThat(rows.hasUnwritten()).isTrue();
    }
}
