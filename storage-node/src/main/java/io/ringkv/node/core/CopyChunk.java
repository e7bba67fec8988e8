package io.ringkv.node.core;

import io.ringkv.node.port.RowSpace;
import io.ringkv.protocol.record.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a slot's content: every row of one space after one key and through another. After a last piece of data
 * there are no request ids. The last piece names the position that the whole stands for, and the digest that the receiver must come to.
 *
 * @param first the receiver begins anew with this piece
 * @param last this completes the copy
 * @param tailOnly only rows that are newer than the receiver's position: nothing is deleted
 * @param marks what the slot's primary has forgotten
 * @param after exclusive, null for the beginning
 * @param through inclusive, null for the end of the space
 */
record CopyChunk(
        RowSpace space,
        boolean first,
        boolean last,
        boolean tailOnly,
        long position,
        long digest,
        SlotMarks marks,
        byte @Nullable [] after,
        byte @Nullable [] through,
        List<Entry> rows) {

    /** One row as it is stored. */
    record Entry(byte[] key, byte[] row) {}

    private static final int NONE = 0xffff;
    private static final int MARKS_AT = 18;
    private static final int BOUNDS_AT = MARKS_AT + SlotMarks.BYTES;

    /** As a question: the piece of this space after this key. */
    static CopyChunk question(RowSpace space, boolean first, byte @Nullable [] after) {
        return new CopyChunk(
                space, first, false, false, 0, 0, SlotMarks.NONE, after, null, List.of());
    }

    byte[] encode() {
        int size = BOUNDS_AT + 4 + length(after) + length(through);
        for (Entry entry : rows) {
            size += 6 + entry.key.length + entry.row.length;
        }
        byte[] to = new byte[size];
        to[0] = number(space);
        to[1] = (byte) ((first ? 1 : 0) | (last ? 2 : 0) | (tailOnly ? 4 : 0));
        Bytes.putLong(to, 2, position);
        Bytes.putLong(to, 10, digest);
        marks.encode(to, MARKS_AT);
        int at = putBounded(to, putBounded(to, BOUNDS_AT, after), through);
        for (Entry entry : rows) {
            to[at] = (byte) (entry.key.length >>> 8);
            to[at + 1] = (byte) entry.key.length;
            Bytes.putInt(to, at + 2, entry.row.length);
            System.arraycopy(entry.key, 0, to, at + 6, entry.key.length);
            at += 6 + entry.key.length;
            System.arraycopy(entry.row, 0, to, at, entry.row.length);
            at += entry.row.length;
        }
        return to;
    }

    private static byte number(RowSpace space) {
        return switch (space) {
            case DATA -> 1;
            case REQUEST -> 2;
            case SLOT -> 3;
        };
    }

    private static RowSpace space(int number) {
        return switch (number) {
            case 1 -> RowSpace.DATA;
            case 2 -> RowSpace.REQUEST;
            default -> throw new IllegalArgumentException("a copy has no rows of kind " + number);
        };
    }

    private static int length(byte @Nullable [] key) {
        return key == null ? 0 : key.length;
    }

    private static int putBounded(byte[] to, int at, byte @Nullable [] key) {
        int length = key == null ? NONE : key.length;
        to[at] = (byte) (length >>> 8);
        to[at + 1] = (byte) length;
        if (key != null) {
            System.arraycopy(key, 0, to, at + 2, key.length);
        }
        return at + 2 + length(key);
    }

    /** Throws IllegalArgumentException when the block is not a piece of a copy. */
    static CopyChunk decode(byte[] block) {
        Reader reader = new Reader(block);
        RowSpace space = space(reader.number(1));
        int flags = reader.number(1);
        long position = reader.longNumber();
        long digest = reader.longNumber();
        SlotMarks marks = SlotMarks.decode(reader.take(SlotMarks.BYTES), 0);
        byte[] after = reader.bounded();
        byte[] through = reader.bounded();
        List<Entry> rows = new ArrayList<>();
        while (reader.at < block.length) {
            int keyLength = reader.number(2);
            int rowLength = reader.number(4);
            rows.add(new Entry(reader.take(keyLength), reader.take(rowLength)));
        }
        return new CopyChunk(
                space,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                position,
                digest,
                marks,
                after,
                through,
                rows);
    }

    private static final class Reader {
        final byte[] block;
        int at;

        Reader(byte[] block) {
            this.block = block;
        }

        int number(int bytes) {
            int number = 0;
            for (byte b : take(bytes)) {
                number = number << 8 | b & 0xff;
            }
            return number;
        }

        long longNumber() {
            return Bytes.getLong(take(8), 0);
        }

        byte @Nullable [] bounded() {
            int length = number(2);
            return length == NONE ? null : take(length);
        }

        byte[] take(int length) {
            if (length < 0 || length > block.length - at) {
                throw new IllegalArgumentException("a piece of a copy is cut short");
            }
            byte[] part = new byte[length];
            System.arraycopy(block, at, part, 0, length);
            at += length;
            return part;
        }
    }
}
