package io.ringkv.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class RecordTest {
    private static final byte[] KEY = "user:alice".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = {0, 1, -1, 10, 13};
    private static final RequestId ID = new RequestId(1000, -5, 7);

    @Test
    void versions_order_by_term_then_sequence_and_print_as_typed() {
        assertThat(new Version(2, 1)).isGreaterThan(new Version(1, 900));
        assertThat(new Version(2, 2)).isGreaterThan(new Version(2, 1)).hasToString("2.2");
        assertThat(Version.parse("17.812")).isEqualTo(new Version(17, 812));
        for (String wrong : new String[] {
            "", "1", "1.", ".1", "a.b", "1.2.3", "-1.2", "1.-2", "99999999999999999999.1"
        }) {
            assertThat(Version.parse(wrong)).as(wrong).isNull();
        }
    }

    @Test
    void request_ids_come_back_from_their_text() {
        assertThat(RequestId.parse(ID.toString())).isEqualTo(ID);
        for (String wrong : new String[] {"", "a", "1-2", "1-x-3", "-1-2-3", "1-2-3-4"}) {
            assertThat(RequestId.parse(wrong)).as(wrong).isNull();
        }
    }

    @Test
    void a_row_keeps_version_value_and_request_id() {
        Row row = Row.of(Row.put(9, KEY, new Version(3, 4), ID, VALUE).bytes());
        assertThat(row.version()).isEqualTo(new Version(3, 4));
        assertThat(row.value()).isEqualTo(VALUE);
        assertThat(row.requestId()).isEqualTo(ID);
        assertThat(row.isTombstone()).isFalse();
        assertThat(Row.tombstone(9, KEY, new Version(3, 5), null).isTombstone()).isTrue();
    }

    @Test
    void a_row_is_intact_only_for_its_slot_its_key_and_every_bit() {
        byte[] bytes = Row.put(9, KEY, new Version(3, 4), ID, VALUE).bytes();
        assertThat(Row.of(bytes).intactFor(9, KEY)).isTrue();
        assertThat(Row.of(bytes).intactFor(10, KEY)).isFalse();
        assertThat(Row.of(bytes).intactFor(9, VALUE)).isFalse();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Row.of(flipped).intactFor(9, KEY)).as("bit " + bit).isFalse();
        }
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Row.of(Arrays.copyOf(bytes, length)).intactFor(9, KEY)).isFalse();
        }
    }

    @Test
    void replicated_records_come_back_one_after_the_other() {
        RememberedId displaced = new RememberedId(ID, new Version(3, 1), RequestResult.DELETED);
        ReplicatedRecord one = new ReplicatedRecord(
                9,
                3,
                new Version(3, 3),
                true,
                KEY,
                Row.put(9, KEY, new Version(3, 4), ID, VALUE),
                displaced);
        ReplicatedRecord two = new ReplicatedRecord(
                16383,
                3,
                Version.NONE,
                false,
                VALUE,
                Row.tombstone(16383, VALUE, new Version(3, 5), null),
                null);
        byte[] block = new byte[one.wireBytes() + two.wireBytes()];
        assertThat(two.encode(block, one.encode(block, 0))).isEqualTo(block.length);
        ReplicatedRecord.Reader reader = new ReplicatedRecord.Reader(block);
        ReplicatedRecord first = reader.next();
        assertThat(first.remembered()).isEqualTo(displaced);
        assertThat(first.previous()).isEqualTo(new Version(3, 3));
        assertThat(first.replacesLive()).isTrue();
        assertThat(first.row().sameAs(one.row())).isTrue();
        ReplicatedRecord second = reader.next();
        assertThat(second.previous().isNone()).isTrue();
        assertThat(second.slot()).isEqualTo(16383);
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void a_block_of_records_that_is_cut_or_changed_is_refused() {
        ReplicatedRecord record = new ReplicatedRecord(
                9,
                3,
                Version.NONE,
                false,
                KEY,
                Row.put(9, KEY, new Version(3, 4), null, VALUE),
                null);
        byte[] block = new byte[record.wireBytes()];
        record.encode(block, 0);
        for (int length = 1; length < block.length; length++) {
            byte[] cut = Arrays.copyOf(block, length);
            assertThatThrownBy(() -> new ReplicatedRecord.Reader(cut).next())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] changed = block.clone();
        changed[block.length - 6] ^= 1;
        assertThatThrownBy(() -> new ReplicatedRecord.Reader(changed).next())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_remembered_id_is_found_by_the_users_key_and_the_id() {
        byte[] rowKey = RememberedId.rowKey(KEY, ID);
        assertThat(RememberedId.userKey(rowKey)).isEqualTo(KEY);
        RememberedId displaced = new RememberedId(ID, new Version(3, 1), RequestResult.DELETED);
        assertThat(RememberedId.decode(displaced.encode())).isEqualTo(displaced);
        assertThatThrownBy(() -> RememberedId.decode(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
