package io.ringkv.protocol.codec;

import io.netty.buffer.ByteBuf;

/**
 * A line of a buffer as an array with an offset. A buffer on the heap is read where it lies; one outside it is copied
 * into a scratch array that the connection keeps, because checking every single access costs more than one copy.
 */
final class LineBytes {
    private static final int SCRATCH_BYTES_MIN = 256;

    private byte[] scratch = new byte[0];
    private byte[] bytes = scratch;
    private int from;

    void of(ByteBuf in, int length) {
        if (in.hasArray()) {
            bytes = in.array();
            from = in.arrayOffset() + in.readerIndex();
            return;
        }
        if (scratch.length < length) {
            scratch = new byte[Math.max(SCRATCH_BYTES_MIN, Integer.highestOneBit(length) << 1)];
        }
        in.getBytes(in.readerIndex(), scratch, 0, length);
        bytes = scratch;
        from = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    /** Lets go of a buffer's array, which may be reused as soon as the line is consumed. */
    void release() {
        bytes = scratch;
    }
}
