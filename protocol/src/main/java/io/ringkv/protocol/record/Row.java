package io.ringkv.protocol.record;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One version of one key as it is stored and shipped: the primary encodes it once, and the same bytes go to the
 * replicas and to every disk. The checksum covers slot, key and row, so a row under a wrong key is found as well.
 *
 * <pre>
 *   term 8 | sequence 8 | kind 1 | flags 1 | [expiry ms 8] | [request id 24] | value | crc32c 4
 * </pre>
 *
 * Expiry and flags are in the format from the start; nothing sets an expiry yet.
 */
public final class Row {
    private static final int FIXED = 18;
    private static final int CHECKSUM = 4;
    private static final int HAS_EXPIRY = 1;
    private static final int HAS_REQUEST = 2;
    private static final byte PUT = 1;
    private static final byte TOMBSTONE = 2;
    private static final byte NOTE = 3;
    private static final byte FLOOR = 4;
    private static final byte PURGE = 5;
    private static final byte[] EMPTY = new byte[0];

    private final byte[] bytes;

    private Row(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A row that holds a value. */
    public static Row put(
            int slot, byte[] key, Version version, @Nullable RequestId id, byte[] value) {
        return build(slot, key, version, PUT, id, value);
    }

    /** The record of a delete. */
    public static Row tombstone(int slot, byte[] key, Version version, @Nullable RequestId id) {
        return build(slot, key, version, TOMBSTONE, id, EMPTY);
    }

    /** A place in the slot's order that changes no key: only a request id and its result go with it. */
    public static Row note(int slot, byte[] key, Version version) {
        return build(slot, key, version, NOTE, null, EMPTY);
    }

    /**
     * A place in the slot's order that changes no key, but the slot's floor: request ids of sessions that began before
     * it are not recognised any more (rule I2).
     */
    public static Row floor(int slot, byte[] key, Version version, long floorMs) {
        byte[] value = new byte[Long.BYTES];
        Bytes.putLong(value, 0, floorMs);
        return build(slot, key, version, FLOOR, null, value);
    }

    /**
     * A place in the slot's order that changes no key, but the slot's purge mark: tombstones at or below it are on all
     * replicas, and nobody needs them any more (rule D1).
     */
    public static Row purge(int slot, byte[] key, Version version, Version mark) {
        byte[] value = new byte[2 * Long.BYTES];
        Bytes.putLong(value, 0, mark.term());
        Bytes.putLong(value, Long.BYTES, mark.sequence());
        return build(slot, key, version, PURGE, null, value);
    }

    /** A row as it was read; {@link #intactFor} tells whether it can be trusted. */
    public static Row of(byte[] bytes) {
        return new Row(bytes);
    }

    private static Row build(
            int slot,
            byte[] key,
            Version version,
            byte kind,
            @Nullable RequestId id,
            byte[] value) {
        int head = FIXED + (id == null ? 0 : RequestId.BYTES);
        byte[] row = new byte[head + value.length + CHECKSUM];
        Bytes.putLong(row, 0, version.term());
        Bytes.putLong(row, 8, version.sequence());
        row[16] = kind;
        row[17] = (byte) (id == null ? 0 : HAS_REQUEST);
        if (id != null) {
            putRequestId(row, FIXED, id);
        }
        System.arraycopy(value, 0, row, head, value.length);
        Bytes.putInt(row, row.length - CHECKSUM, checksum(slot, key, row));
        return new Row(row);
    }

    /** Writes the 24 bytes of a request id. */
    public static void putRequestId(byte[] to, int at, RequestId id) {
        Bytes.putLong(to, at, id.sessionCreatedMs());
        Bytes.putLong(to, at + 8, id.sessionRandom());
        Bytes.putLong(to, at + 16, id.number());
    }

    /** Reads the 24 bytes of a request id. */
    public static RequestId getRequestId(byte[] from, int at) {
        return new RequestId(
                Bytes.getLong(from, at), Bytes.getLong(from, at + 8), Bytes.getLong(from, at + 16));
    }

    private static int checksum(int slot, byte[] key, byte[] row) {
        CRC32C crc = new CRC32C();
        crc.update(slot >>> 8);
        crc.update(slot);
        crc.update(key, 0, key.length);
        crc.update(row, 0, row.length - CHECKSUM);
        return (int) crc.getValue();
    }

    /** True when these bytes are a whole row that was written for this slot and key. */
    public boolean intactFor(int slot, byte[] key) {
        return bytes.length >= FIXED + CHECKSUM
                && bytes[16] >= PUT
                && bytes[16] <= PURGE
                && bytes.length >= valueOffset() + CHECKSUM
                && Bytes.getInt(bytes, bytes.length - CHECKSUM) == checksum(slot, key, bytes);
    }

    public Version version() {
        return new Version(term(), sequence());
    }

    public long term() {
        return Bytes.getLong(bytes, 0);
    }

    public long sequence() {
        return Bytes.getLong(bytes, 8);
    }

    /** It holds a value; no other row takes space for long. */
    public boolean isPut() {
        return bytes[16] == PUT;
    }

    public boolean isTombstone() {
        return bytes[16] == TOMBSTONE;
    }

    public boolean isNote() {
        return bytes[16] == NOTE;
    }

    public boolean isFloor() {
        return bytes[16] == FLOOR;
    }

    /** The floor that this row raises a slot to, milliseconds since 1970; only of a row that is one. */
    public long floorMs() {
        return Bytes.getLong(bytes, valueOffset());
    }

    public boolean isPurge() {
        return bytes[16] == PURGE;
    }

    /** The purge mark that this row raises a slot to; only of a row that is one. */
    public Version purgeMark() {
        int at = valueOffset();
        return new Version(Bytes.getLong(bytes, at), Bytes.getLong(bytes, at + Long.BYTES));
    }

    public @Nullable RequestId requestId() {
        if ((bytes[17] & HAS_REQUEST) == 0) {
            return null;
        }
        return getRequestId(bytes, FIXED + ((bytes[17] & HAS_EXPIRY) == 0 ? 0 : 8));
    }

    public byte[] value() {
        return Arrays.copyOfRange(bytes, valueOffset(), bytes.length - CHECKSUM);
    }

    private int valueOffset() {
        int at = FIXED;
        if ((bytes[17] & HAS_EXPIRY) != 0) {
            at += 8;
        }
        if ((bytes[17] & HAS_REQUEST) != 0) {
            at += RequestId.BYTES;
        }
        return at;
    }

    /** The row itself; not copied, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** True when both rows are the same bytes. */
    public boolean sameAs(Row other) {
        return Arrays.equals(bytes, other.bytes);
    }
}
