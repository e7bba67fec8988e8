package io.ringkv.node.core;

import static io.ringkv.node.core.Messages.record;
import static io.ringkv.node.core.ScriptedNode.SLOT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.RowSpace;
import io.ringkv.node.port.StoreBatch;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.record.RememberedId;
import io.ringkv.protocol.record.ReplicatedRecord;
import io.ringkv.protocol.record.RequestId;
import io.ringkv.protocol.record.RequestResult;
import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** What a slot holds: its rows, its digest, its marks, and what a start of the process finds of them. */
class SlotContentTest {
    private static final Key KEY = new Key(ScriptedNode.KEY.getBytes(StandardCharsets.UTF_8));

    private static final Key BESIDE = new Key(new byte[] {'b'});
    private static final Key LATER = new Key(new byte[] {'c'});

    private final MemoryStore store = new MemoryStore();
    private final Rows rows = new Rows(store, 1 << 20);
    private final Slot slot = new Slot(SLOT, new BitSet());

    private void apply(ReplicatedRecord record) {
        AppliedRecord.apply(rows, slot, KEY, record, true);
    }

    private Slot afterRestart() {
        rows.flush();
        return SlotTable.load(store, StoreHealth.WHOLE).get(SLOT);
    }

    private void assertSameAfterRestart() {
        Slot loaded = afterRestart();
        assertThat(loaded.digest()).isEqualTo(slot.digest());
        assertThat(loaded.position()).isEqualTo(slot.position());
        assertThat(loaded.syncedTerm()).isEqualTo(slot.syncedTerm());
        assertThat(loaded.marks()).isEqualTo(slot.marks());
        assertThat(loaded.counts()).usingRecursiveComparison().isEqualTo(slot.counts());
        assertThat(loaded.copying()).isEqualTo(slot.copying());
    }

    private void inSyncInTerm5() {
        slot.label(5, 0);
        rows.putLabel(slot);
    }

    private static ReplicatedRecord remembering(long sequence, long sessionMs) {
        RememberedId id = new RememberedId(
                new RequestId(sessionMs, 1, sequence),
                new Version(5, sequence),
                RequestResult.CONFLICT);
        Row note = Row.note(SLOT, KEY.bytes(), new Version(5, sequence));
        return new ReplicatedRecord(SLOT, 5, Version.NONE, false, KEY.bytes(), note, id);
    }

    private static ReplicatedRecord floor(long sequence, long floorMs) {
        byte[] none = new byte[0];
        Row row = Row.floor(SLOT, none, new Version(5, sequence), floorMs);
        return new ReplicatedRecord(SLOT, 5, Version.NONE, false, none, row, null);
    }

    @Test
    void digest_and_position_follow_from_the_rows() {
        inSyncInTerm5();
        apply(record(5, 1, "a"));
        apply(record(5, 2, "b"));
        apply(remembering(3, 1000));
        assertThat(slot.counts().keys()).isEqualTo(1);
        assertSameAfterRestart();
    }

    @Test
    void a_floor_drops_older_ids_keeps_younger_ones_and_is_still_there_after_a_restart() {
        inSyncInTerm5();
        apply(remembering(1, 1000));
        apply(remembering(2, 3000));
        apply(floor(3, 2000));
        rows.flush();
        RequestIds ids = new RequestIds(rows);
        assertThat(ids.find(slot, KEY, null, new RequestId(1000, 1, 1))).isNull();
        assertThat(ids.find(slot, KEY, null, new RequestId(3000, 1, 2))).isNotNull();
        assertThat(slot.sessions().oldestMs()).isEqualTo(3000);
        assertSameAfterRestart();
    }

    @Test
    void two_slots_that_differ_in_their_floor_alone_have_different_digests() {
        long before = slot.digest();
        Forgetting.raise(rows, slot, slot.marks().withFloor(2000));
        assertThat(slot.digest()).isNotEqualTo(before);
    }

    private void apply(Key key, Row row, Version previous, boolean replacesLive) {
        AppliedRecord.apply(
                rows,
                slot,
                key,
                new ReplicatedRecord(SLOT, 5, previous, replacesLive, key.bytes(), row, null),
                true);
    }

    private void delete(Key key, long sequence, @Nullable RequestId id) {
        apply(
                key,
                Row.tombstone(SLOT, key.bytes(), new Version(5, sequence), id),
                Version.NONE,
                false);
    }

    private void purge(long sequence, long through) {
        Key none = new Key(new byte[0]);
        Row row = Row.purge(SLOT, none.bytes(), new Version(5, sequence), new Version(5, through));
        apply(none, row, Version.NONE, false);
    }

    private boolean isHere(Key key) {
        rows.flush();
        return store.get(RowSpace.DATA, SLOT, key.bytes()) != null;
    }

    @Test
    void a_purge_drops_tombstones_through_its_mark_and_leaves_later_ones_and_values() {
        inSyncInTerm5();
        apply(record(5, 1, "a"));
        delete(BESIDE, 2, null);
        delete(LATER, 3, null);
        assertThat(slot.counts().unpurged()).isEqualTo(2);
        purge(4, 2);
        assertThat(isHere(KEY)).isTrue();
        assertThat(isHere(BESIDE)).isFalse();
        assertThat(isHere(LATER)).isTrue();
        assertThat(rows.find(SLOT, BESIDE)).isNull();
        assertThat(slot.counts().tombstones()).isEqualTo(1);
        assertThat(slot.counts().unpurged()).isEqualTo(1);
        assertThat(new SlotScan(rows, slot).readAll().isAsKept()).isTrue();
        assertSameAfterRestart();
    }

    @Test
    void a_tombstone_keeps_its_request_id_until_the_floor_passes_it() {
        inSyncInTerm5();
        delete(BESIDE, 1, new RequestId(1000, 1, 1));
        purge(2, 1);
        assertThat(isHere(BESIDE)).isTrue();
        assertThat(slot.counts().unpurged()).isZero();
        assertThat(slot.sessions().oldestMs()).isEqualTo(1000);
        assertThat(afterRestart().sessions().oldestMs()).isEqualTo(1000);
        apply(floor(3, 2000));
        assertThat(isHere(BESIDE)).isFalse();
        assertThat(slot.counts().tombstones()).isZero();
        assertSameAfterRestart();
    }

    @Test
    void a_key_that_is_written_again_after_its_tombstone_went_counts_once() {
        inSyncInTerm5();
        delete(BESIDE, 1, null);
        purge(2, 1);
        Row again = Row.put(SLOT, BESIDE.bytes(), new Version(5, 3), null, new byte[] {1});
        apply(BESIDE, again, Version.NONE, false);
        assertThat(slot.counts().keys()).isEqualTo(1);
        assertSameAfterRestart();
    }

    @Test
    void a_label_of_before_there_were_purges_is_read() {
        inSyncInTerm5();
        apply(floor(1, 2000));
        byte[] label = slot.encodeLabel();
        Slot read = new Slot(SLOT, new BitSet());
        read.restoreLabel(Arrays.copyOf(label, 25));
        assertThat(read.marks()).isEqualTo(new SlotMarks(2000, Version.NONE));
        assertThat(read.position()).isEqualTo(1);
    }

    @Test
    void while_a_copy_is_half_applied_the_position_stays_what_it_was() {
        inSyncInTerm5();
        apply(record(5, 1, "a"));
        slot.startCopy(7);
        rows.putLabel(slot);
        apply(record(7, 1, "b"));
        assertThat(slot.position()).isEqualTo(1);
        assertThat(slot.syncedTerm()).isEqualTo(5);
        assertThat(slot.report().copying()).isTrue();
    }

    @Test
    void a_scan_is_read_in_parts_and_knows_nothing_of_later_writes() {
        inSyncInTerm5();
        apply(record(5, 1, "a"));
        apply(remembering(2, 3000));
        SlotScan scan = new SlotScan(rows, slot);
        long before = slot.digest();
        assertThat(scan.read(1)).isEqualTo(1);
        apply(record(5, 3, "b"));
        rows.flush();
        assertThat(scan.done()).isFalse();
        assertThat(scan.read(10)).isBetween(1, 2);
        assertThat(scan.done()).isTrue();
        assertThat(scan.read(10)).isZero();
        assertThat(scan.rows()).isEqualTo(2);
        assertThat(scan.counts().keys()).isEqualTo(1);
        assertThat(scan.isAsKept()).isTrue();
        assertThat(scan.report().digest()).isEqualTo(before).isNotEqualTo(slot.digest());
        assertThat(scan.report().position()).isEqualTo(2);
    }

    @Test
    void a_request_id_with_another_result_or_session_is_another_content() {
        RequestId id = new RequestId(1000, 1, 2);
        Version version = new Version(5, 1);
        long digest = SlotDigest.of(KEY, new RememberedId(id, version, RequestResult.CONFLICT));
        assertThat(SlotDigest.of(KEY, new RememberedId(id, version, RequestResult.WRITTEN)))
                .isNotEqualTo(digest);
        RequestId later = new RequestId(1001, 1, 2);
        assertThat(SlotDigest.of(KEY, new RememberedId(later, version, RequestResult.CONFLICT)))
                .isNotEqualTo(digest);
    }

    @Test
    void an_id_row_that_no_write_leaves_counts_as_none() {
        apply(remembering(1, 1000));
        rows.flush();
        byte[] rowKey = RememberedId.rowKey(KEY.bytes(), new RequestId(1000, 1, 1));
        byte[] row = store.get(RowSpace.REQUEST, SLOT, rowKey).clone();
        row[row.length - 1] = 77;
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.REQUEST, SLOT, rowKey, row);
            store.write(batch);
        }
        SlotScan scan = new SlotScan(rows, slot).readAll();
        assertThat(scan.isAsKept()).isFalse();
        assertThat(scan.report().digest()).isEqualTo(SlotDigest.of(SlotMarks.NONE));
    }

    @Test
    void a_row_whose_bytes_were_changed_is_an_error_never_absent() {
        byte[] row = Row.put(SLOT, KEY.bytes(), new Version(5, 1), null, new byte[] {1})
                .bytes();
        row[row.length - 5] ^= 1;
        try (StoreBatch batch = store.newBatch()) {
            batch.put(RowSpace.DATA, SLOT, KEY.bytes(), row);
            store.write(batch);
        }
        assertThatThrownBy(() -> rows.find(SLOT, KEY)).isInstanceOf(StoreException.class);
        assertThatThrownBy(this::afterRestart).isInstanceOf(StoreException.class);
    }

    @Test
    void every_slot_of_a_doubtful_store_is_doubtful() {
        assertThat(SlotTable.load(store, StoreHealth.DOUBTFUL).get(7).doubtful())
                .isTrue();
    }
}
