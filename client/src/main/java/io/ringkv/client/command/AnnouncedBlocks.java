package io.ringkv.client.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.codec.RequestDecoder;

import java.util.Arrays;

/**
 * The blocks that a line announced, and how much of them has come. How long they are is the decoder's business: one of
 * its own reads the line, and then as many line ends as belong to the blocks.
 */
final class AnnouncedBlocks {
    private static final int CHUNK_BYTES = 64 << 10;
    /** Larger values are read over, and so cost no memory. */
    private static final Limits LIMITS = Limits.DEFAULT.withValueBytesMax(1);

    private final long bytes;
    private long come;

    private AnnouncedBlocks(long bytes) {
        this.bytes = bytes;
    }

    /** @param line whole, with its end; it announces at least one block */
    static AnnouncedBlocks of(byte[] line) {
        RequestDecoder decoder = decoder(LIMITS);
        decoder.next(Unpooled.wrappedBuffer(line));
        byte[] lineEnds = new byte[CHUNK_BYTES];
        Arrays.fill(lineEnds, (byte) '\n');
        long taken = 0;
        ByteBuf rest = Unpooled.wrappedBuffer(lineEnds);
        while (taken <= Limits.VALUE_BYTES_CEILING * 2L && decoder.next(rest) == null) {
            taken += CHUNK_BYTES;
            rest = Unpooled.wrappedBuffer(lineEnds);
        }
        // The line end behind the last block is not counted, as no length counts it.
        return new AnnouncedBlocks(taken + rest.readerIndex() - 1);
    }

    /** A connection's first line is looked at for foreign protocols; nobody foreign types here. */
    static RequestDecoder decoder(Limits limits) {
        RequestDecoder decoder = new RequestDecoder(limits);
        decoder.next(Unpooled.wrappedBuffer(new byte[] {'Q', 'U', 'I', 'T', '\n'}));
        return decoder;
    }

    void come(long more) {
        come += more;
    }

    /** Without the line end that follows. */
    long missing() {
        return Math.max(0, bytes - come);
    }
}
