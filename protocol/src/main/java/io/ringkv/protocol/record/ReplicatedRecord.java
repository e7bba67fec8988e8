package io.ringkv.protocol.record;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the ordered stream from a primary to a replica. It names the version that it replaces, so that the
 * replica keeps its digest without reading, and the request id that goes into a row of its own
 * with it, if any.
 *
 * @param slot 0..16383
 * @param term the slot's term at the sender; the row's own version may be older only in a copy
 * @param previous the version that the primary replaced, {@link Version#NONE} when the key was new
 * @param replacesLive that version was a value, not a tombstone
 */
public record ReplicatedRecord(
        int slot,
        long term,
        Version previous,
        boolean replacesLive,
        byte[] key,
        Row row,
        @Nullable RememberedId remembered) {

    private static final int FIXED = 2 + 8 + 16 + 2 + 1 + 4;
    private static final int REMEMBERS = 1;
    private static final int REPLACES_LIVE = 2;

    /** Bytes on the wire. */
    public int wireBytes() {
        return FIXED
                + key.length
                + row.bytes().length
                + (remembered == null ? 0 : RememberedId.BYTES);
    }

    /** Appends this record to a block. */
    public int encode(byte[] to, int at) {
        int p = at;
        to[p++] = (byte) (slot >>> 8);
        to[p++] = (byte) slot;
        Bytes.putLong(to, p, term);
        Bytes.putLong(to, p + 8, previous.term());
        Bytes.putLong(to, p + 16, previous.sequence());
        p += 24;
        to[p++] = (byte) (key.length >>> 8);
        to[p++] = (byte) key.length;
        to[p++] =
                (byte) ((remembered == null ? 0 : REMEMBERS) | (replacesLive ? REPLACES_LIVE : 0));
        Bytes.putInt(to, p, row.bytes().length);
        p += 4;
        System.arraycopy(key, 0, to, p, key.length);
        p += key.length;
        System.arraycopy(row.bytes(), 0, to, p, row.bytes().length);
        p += row.bytes().length;
        if (remembered != null) {
            System.arraycopy(remembered.encode(), 0, to, p, RememberedId.BYTES);
            p += RememberedId.BYTES;
        }
        return p;
    }

    /** Reads records one after the other; throws IllegalArgumentException when the block is not whole. */
    public static final class Reader {
        private final byte[] block;
        private int at;

        public Reader(byte[] block) {
            this.block = block;
        }

        public boolean hasNext() {
            return at < block.length;
        }

        public ReplicatedRecord next() {
            need(FIXED);
            int slot = (block[at] & 0xff) << 8 | block[at + 1] & 0xff;
            long term = Bytes.getLong(block, at + 2);
            long previousTerm = Bytes.getLong(block, at + 10);
            long previousSequence = Bytes.getLong(block, at + 18);
            int keyLength = (block[at + 26] & 0xff) << 8 | block[at + 27] & 0xff;
            int flags = block[at + 28];
            int rowLength = Bytes.getInt(block, at + 29);
            at += FIXED;
            byte[] key = take(keyLength);
            Row row = Row.of(take(rowLength));
            RememberedId remembered =
                    (flags & REMEMBERS) != 0 ? RememberedId.decode(take(RememberedId.BYTES)) : null;
            Version previous = previousTerm == 0 && previousSequence == 0
                    ? Version.NONE
                    : new Version(previousTerm, previousSequence);
            if (slot >= 16384 || !row.intactFor(slot, key)) {
                throw new IllegalArgumentException(
                        "a record of slot " + slot + " fails its checksum");
            }
            return new ReplicatedRecord(
                    slot, term, previous, (flags & REPLACES_LIVE) != 0, key, row, remembered);
        }

        private byte[] take(int length) {
            need(length);
            byte[] part = new byte[length];
            System.arraycopy(block, at, part, 0, length);
            at += length;
            return part;
        }

        private void need(int length) {
            if (length < 0 || length > block.length - at) {
                throw new IllegalArgumentException("a block of records ends in the middle of one");
            }
        }
    }
}
