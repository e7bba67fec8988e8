package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.Version;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class CopyChunkTest {
    private static final byte[] KEY = {1, 2};
    private static final byte[] EMPTY = {};
    private static final SlotMarks MARKS = new SlotMarks(1_700_000_000_000L, new Version(7, 9));

    @Test
    void a_piece_comes_back_as_it_was() {
        CopyChunk chunk = new CopyChunk(
                RowSpace.REQUEST,
                false,
                true,
                true,
                7,
                -9,
                MARKS,
                EMPTY,
                KEY,
                List.of(new CopyChunk.Entry(KEY, EMPTY)));
        CopyChunk decoded = CopyChunk.decode(chunk.encode());
        assertThat(decoded.space()).isEqualTo(RowSpace.REQUEST);
        assertThat(decoded.first()).isFalse();
        assertThat(decoded.last()).isTrue();
        assertThat(decoded.tailOnly()).isTrue();
        assertThat(decoded.position()).isEqualTo(7);
        assertThat(decoded.digest()).isEqualTo(-9);
        assertThat(decoded.marks()).isEqualTo(MARKS);
        assertThat(decoded.after()).isEqualTo(EMPTY);
        assertThat(decoded.through()).isEqualTo(KEY);
        assertThat(decoded.rows()).hasSize(1);
        assertThat(decoded.rows().get(0).key()).isEqualTo(KEY);
    }

    @Test
    void the_ends_of_a_space_are_no_keys() {
        CopyChunk chunk = CopyChunk.question(RowSpace.DATA, true, null);
        CopyChunk decoded = CopyChunk.decode(chunk.encode());
        assertThat(decoded.after()).isNull();
        assertThat(decoded.through()).isNull();
    }

    @Test
    void a_piece_that_is_cut_short_is_refused() {
        byte[] whole = new CopyChunk(
                        RowSpace.DATA,
                        true,
                        true,
                        false,
                        1,
                        2,
                        MARKS,
                        KEY,
                        null,
                        List.of(new CopyChunk.Entry(KEY, KEY)))
                .encode();
        for (int length = 0; length < whole.length - 10; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CopyChunk.decode(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reports_of_slots_come_back_as_they_were() {
        List<SlotReport> reports = List.of(
                new SlotReport(0, 1, 2, false, true, 3),
                new SlotReport(16383, 9, 8, true, false, -7));
        assertThat(SlotReport.decode(SlotReport.encode(reports))).isEqualTo(reports);
    }

    @Test
    void the_same_content_is_known_by_position_or_by_digest_but_never_in_the_middle_of_a_copy() {
        SlotReport one = new SlotReport(1, 5, 10, false, false, 100);
        assertThat(one.sameContentAs(new SlotReport(1, 5, 10, false, false, 999)))
                .isTrue();
        assertThat(one.sameContentAs(new SlotReport(1, 4, 99, false, false, 100)))
                .isTrue();
        assertThat(one.sameContentAs(new SlotReport(1, 5, 11, false, false, 101)))
                .isFalse();
        assertThat(one.sameContentAs(new SlotReport(1, 5, 10, true, false, 100)))
                .isFalse();
    }
}
