package io.ringkv.node.core;

import static io.ringkv.node.core.ScriptedNode.SLOT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.RequestResult;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/** A slot that is copied from one replica to another: read in pieces there, applied here, whole or half way. */
class CopyTest {
    private static final Key KEY = new Key(ScriptedNode.KEY.getBytes(StandardCharsets.UTF_8));
    private static final Key BESIDE = new Key(new byte[] {'b'});
    private static final RequestId FIRST = new RequestId(1000, 1, 1);
    private static final RequestId SECOND = new RequestId(1000, 1, 2);

    private final Replica source = new Replica();
    private final Replica target = new Replica();
    private final CopyReader reader = new CopyReader(source.rows, 1 << 16);
    private final CopyWriter writer = new CopyWriter(target.rows, Rules.ALL);

    /** The slot as one node has it. */
    private static final class Replica {
        final MemoryStore store = new MemoryStore();
        final Rows rows = new Rows(store, 1 << 20);
        final Slot slot = new Slot(SLOT, new BitSet());

        void apply(Key key, Row row, Version previous, @Nullable RememberedId id) {
            boolean replaces = !previous.equals(Version.NONE);
            AppliedRecord.apply(
                    rows,
                    slot,
                    key,
                    new ReplicatedRecord(SLOT, 5, previous, replaces, key.bytes(), row, id),
                    true);
        }

        void put(long sequence, @Nullable RequestId id) {
            apply(KEY, row(sequence, id), Version.NONE, null);
        }

        /** With the id of what it overwrites, as a primary does. */
        void overwrite(long sequence, @Nullable RequestId id, RequestId first) {
            Version version = new Version(5, sequence - 1);
            RememberedId kept = new RememberedId(first, version, RequestResult.WRITTEN);
            apply(KEY, row(sequence, id), version, kept);
        }

        void note(long sequence, long sessionMs) {
            RequestId id = new RequestId(sessionMs, 1, sequence);
            Version version = new Version(5, sequence);
            apply(
                    KEY,
                    Row.note(SLOT, KEY.bytes(), version),
                    Version.NONE,
                    new RememberedId(id, version, RequestResult.CONFLICT));
        }

        void floor(long sequence, long floorMs) {
            byte[] none = new byte[0];
            apply(
                    new Key(none),
                    Row.floor(SLOT, none, new Version(5, sequence), floorMs),
                    Version.NONE,
                    null);
        }

        void purge(long sequence, long through) {
            byte[] none = new byte[0];
            Version version = new Version(5, sequence);
            apply(
                    new Key(none),
                    Row.purge(SLOT, none, version, new Version(5, through)),
                    Version.NONE,
                    null);
        }

        @Nullable
        RememberedId remembered(RequestId id) {
            return new RequestIds(rows).find(slot, KEY, null, id);
        }

        private static Row row(long sequence, @Nullable RequestId id) {
            return Row.put(SLOT, KEY.bytes(), new Version(5, sequence), id, new byte[] {1});
        }
    }

    private boolean applied(CopyChunk chunk) {
        return writer.apply(target.slot, 7, chunk);
    }

    /** @param held only what is newer, or null for all */
    private CopyChunk data(@Nullable Version held) {
        return reader.read(source.slot, RowSpace.DATA, null, true, held);
    }

    private CopyChunk ids(@Nullable Version held) {
        return reader.read(source.slot, RowSpace.REQUEST, null, false, held);
    }

    private void assertSameContent() {
        target.rows.flush();
        assertThat(target.slot.digest()).isEqualTo(source.slot.digest());
        assertThat(new SlotScan(target.rows, target.slot).readAll().isAsKept()).isTrue();
    }

    @Test
    void it_brings_another_replica_to_the_same_content_floor_included() {
        source.put(1, null);
        source.note(2, 3000);
        source.floor(3, 2000);
        target.note(9, 1000);
        assertThat(applied(data(null))).isTrue();
        assertThat(applied(ids(null))).isTrue();
        assertSameContent();
        assertThat(target.slot.marks().floorMs()).isEqualTo(2000);
        assertThat(target.remembered(new RequestId(1000, 1, 9))).isNull();
    }

    @Test
    void without_ids_it_is_one_piece_after_which_there_are_none() {
        source.put(1, null);
        target.note(9, 1000);
        CopyChunk all = data(null);
        assertThat(all.last()).isTrue();
        assertThat(applied(all)).isTrue();
        assertSameContent();
        assertThat(target.remembered(new RequestId(1000, 1, 9))).isNull();
    }

    @Test
    void a_tail_brings_a_replica_that_has_the_tombstones_past_a_purge() {
        Row tombstone = Row.tombstone(SLOT, BESIDE.bytes(), new Version(5, 1), null);
        source.apply(BESIDE, tombstone, Version.NONE, null);
        applied(data(null));
        source.put(2, null);
        source.purge(3, 1);
        Version held = new Version(5, 1);
        applied(data(held));
        assertThat(applied(ids(held))).isTrue();
        assertThat(target.rows.find(SLOT, BESIDE)).isNull();
        assertSameContent();
    }

    /** Whoever sends it may lose its disk before the rest, and what was here has to be there still. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void half_way_it_has_lost_no_id(boolean tail) {
        source.put(1, FIRST);
        target.put(1, FIRST);
        source.overwrite(2, SECOND, FIRST);
        Version held = tail ? new Version(5, 1) : null;
        applied(data(held));
        assertThat(target.remembered(FIRST)).isEqualTo(source.remembered(FIRST)).isNotNull();
        assertThat(target.slot.sessions().oldestMs()).isEqualTo(1000);
        assertThat(applied(ids(held))).isTrue();
        assertSameContent();
    }

    @Test
    void an_id_that_no_recovery_knew_goes_with_its_row() {
        RequestId leftover = new RequestId(1000, 1, 9);
        source.put(1, FIRST);
        source.overwrite(2, null, FIRST);
        target.put(9, leftover);
        applied(data(null));
        assertThat(target.remembered(leftover)).isNull();
    }

    @Test
    void half_way_what_the_sender_has_forgotten_is_too_old_already() {
        target.note(1, 1000);
        target.rows.flush();
        for (int i = 2; i < 6; i++) {
            source.note(i, 3000);
        }
        source.floor(7, 2000);
        source.rows.flush();
        applied(data(null));
        CopyChunk piece = new CopyReader(source.rows, 1)
                .read(source.slot, RowSpace.REQUEST, null, false, null);
        assertThat(piece.last()).isFalse();
        applied(piece);
        target.rows.flush();
        assertThat(target.remembered(new RequestId(1000, 1, 1))).isNull();
        assertThat(target.slot.marks().floorMs()).isEqualTo(2000);
        target.rows.flush();
        assertThat(SlotTable.load(target.store, StoreHealth.WHOLE)
                        .get(SLOT)
                        .marks()
                        .floorMs())
                .isEqualTo(2000);
    }

    @Test
    void two_contents_of_one_version_stop_the_node() {
        target.put(1, null);
        target.rows.flush();
        Row lie = Row.put(SLOT, KEY.bytes(), new Version(5, 1), null, new byte[] {9});
        CopyChunk chunk = new CopyChunk(
                RowSpace.DATA,
                true,
                false,
                false,
                1,
                0,
                SlotMarks.NONE,
                null,
                null,
                List.of(new CopyChunk.Entry(KEY.bytes(), lie.bytes())));
        assertThatThrownBy(() -> applied(chunk))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("two contents");
    }

    @Test
    void it_mends_a_row_that_is_not_what_was_written() {
        source.put(1, null);
        CopyChunk whole = data(null);
        applied(whole);
        target.rows.flush();
        byte[] row = target.rows.find(SLOT, KEY).bytes().clone();
        row[row.length - 5] ^= 1;
        try (StoreBatch batch = target.store.newBatch()) {
            batch.put(RowSpace.DATA, SLOT, KEY.bytes(), row);
            target.store.write(batch);
        }
        assertThat(new SlotScan(target.rows, target.slot).readAll().isAsKept()).isFalse();
        assertThat(applied(whole)).isTrue();
        assertSameContent();
    }
}
