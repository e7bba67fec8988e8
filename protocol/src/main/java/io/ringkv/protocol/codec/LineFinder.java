package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of the next line in a buffer that grows. It remembers how far it has looked, so that a line that
 * arrives byte by byte is looked at once, and it gives up as soon as the line cannot fit any more.
 */
final class LineFinder {
    static final int INCOMPLETE = -1;
    static final int TOO_LONG = -2;

    private final int bytesMax;
    private int looked;
    private int lengthWithEnd;

    LineFinder(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * The length of the line that starts at the reader index, without its LF or CR LF; or one of the two constants.
     * Consumes nothing: an incomplete line stays in the buffer.
     */
    int find(ByteBuf in) {
        int start = in.readerIndex();
        int available = in.readableBytes();
        int end = Math.min(available, bytesMax + 2);
        int found = looked < end ? in.indexOf(start + looked, start + end, (byte) '\n') : -1;
        if (found < 0) {
            looked = Math.max(looked, end);
            boolean fits = looked <= bytesMax
                    || looked == bytesMax + 1 && in.getByte(start + bytesMax) == '\r';
            return fits ? INCOMPLETE : TOO_LONG;
        }
        looked = 0;
        int length = found - start;
        lengthWithEnd = length + 1;
        if (length > 0 && in.getByte(found - 1) == '\r') {
            length--;
        }
        return length <= bytesMax ? length : TOO_LONG;
    }

    int bytesMax() {
        return bytesMax;
    }

    /** The length of the line found last, with its end. */
    int lengthWithEnd() {
        return lengthWithEnd;
    }
}
