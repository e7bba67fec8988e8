package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Reads one announced block and the line end behind it, or reads over it. A block that is wholly there is copied once,
 * into an array of its exact size; one that comes in pieces takes memory only for what has arrived, so announcing a
 * large block costs its sender more than its receiver.
 */
final class BlockReader {
    enum Progress {
        MORE,
        DONE,
        /** More has come than may be held. */
        NO_ROOM,
        /** What follows the block is no line end: both sides disagree about where it ends. */
        BROKEN
    }

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_PIECE_BYTES = 4096;

    private final LongPredicate mayHold;
    private int length;
    private int read;
    private boolean keep;
    private byte[] block = NOTHING;

    /** @param mayHold whether a block that comes in pieces may take so many bytes, asked before it takes them */
    BlockReader(LongPredicate mayHold) {
        this.mayHold = mayHold;
    }

    void start(int blockLength, boolean keepIt) {
        length = blockLength;
        keep = keepIt;
        read = 0;
        block = NOTHING;
    }

    Progress read(ByteBuf in) {
        int piece = Math.min(length - read, in.readableBytes());
        if (piece > 0 && !take(in, piece)) {
            return Progress.NO_ROOM;
        }
        return read < length ? Progress.MORE : lineEnd(in);
    }

    /** The block that is done; null when it was read over. */
    byte @Nullable [] block() {
        byte[] done = block;
        block = NOTHING;
        return keep ? done : null;
    }

    /** What a block that has not come whole has taken so far. */
    int heldBytes() {
        return block.length;
    }

    /** Nothing is held any more. */
    void drop() {
        block = NOTHING;
    }

    private boolean take(ByteBuf in, int piece) {
        if (keep) {
            if (!makeRoom(read + piece)) {
                return false;
            }
            in.readBytes(block, read, piece);
        } else {
            in.skipBytes(piece);
        }
        read += piece;
        return true;
    }

    private boolean makeRoom(int needed) {
        if (needed <= block.length) {
            return true;
        }
        int grown = Math.max(
                needed, Math.max(FIRST_PIECE_BYTES, (int) Math.min(length, 2L * block.length)));
        int size = needed == length ? length : Math.min(length, grown);
        // One that is there at once is handed on at once.
        boolean atOnce = read == 0 && needed == length;
        if (!atOnce && !mayHold.test(size)) {
            return false;
        }
        block = Arrays.copyOf(block, size);
        return true;
    }

    /** Takes the line end when it is complete, and nothing before: a CR alone waits for its LF. */
    private static Progress lineEnd(ByteBuf in) {
        if (!in.isReadable()) {
            return Progress.MORE;
        }
        int at = in.readerIndex();
        byte first = in.getByte(at);
        if (first == '\n') {
            in.skipBytes(1);
            return Progress.DONE;
        }
        if (first != '\r') {
            return Progress.BROKEN;
        }
        if (in.readableBytes() == 1) {
            return Progress.MORE;
        }
        if (in.getByte(at + 1) != '\n') {
            return Progress.BROKEN;
        }
        in.skipBytes(2);
        return Progress.DONE;
    }
}
