package io.ringkv.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

/**
 * What decoding and encoding take from the heap, as counted by the JVM for this thread. Everything runs once before it
 * is counted: a class that is loaded takes memory too, and only whoever comes first pays for it.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 2000;
    private static final int VALUE_BYTES = 1000;
    private static final int TOO_MANY_BYTES = 64 << 20;

    private interface Work {
        void run() throws ProtocolException;
    }

    @Test
    void anAnnouncedBlockTakesNoMemoryBeforeItArrives() throws ProtocolException {
        Limits limits = Limits.DEFAULT.withValueBytesMax(1 << 30);
        ByteBuf put =
                Unpooled.copiedBuffer(Wire.bytes("PUT --length=" + (1 << 30) + " k\nfirst bytes"));
        ByteBuf value = Unpooled.copiedBuffer(Wire.bytes("VALUE " + (1 << 30) + "\nfirst bytes"));
        Work work = () -> {
            put.readerIndex(0);
            value.readerIndex(0);
            check(new RequestDecoder(limits).next(put) == null);
            check(new ReplyDecoder(limits).next(value) == null);
        };
        work.run();

        long bytes = allocated(work);

        assertThat(put.isReadable() || value.isReadable()).isFalse();
        assertThat(bytes).isLessThan(64 << 10);
    }

    @Test
    void aBlockThatIsOnlyReadOverTakesNoMemory() throws ProtocolException {
        byte[] piece = new byte[32 << 10];
        ByteBuf in = Unpooled.buffer(64 << 10);
        readOver(new RequestDecoder(Limits.DEFAULT), in, piece);
        RequestDecoder decoder = new RequestDecoder(Limits.DEFAULT);

        long bytes = allocated(() -> readOver(decoder, in, piece));

        in.writeBytes(Wire.bytes("\n"));
        assertThat(Wire.head(decoder.next(in))).isEqualTo("ERR FATAL TOO_LARGE max=1048576");
        assertThat(bytes).isLessThan(64 << 10);
    }

    @Test
    void aGetOrPutTakesLittleMoreThanItsKeyAndValue() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(Limits.DEFAULT);
        Request get = Request.builder(Verb.GET).argument("user:alice").build();
        Request put = Request.builder(Verb.PUT)
                .argument("user:alice")
                .value(new byte[VALUE_BYTES])
                .build();
        ByteBuf in = Unpooled.directBuffer(4096);
        Work work = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                in.clear();
                RequestEncoder.encode(get, in);
                RequestEncoder.encode(put, in);
                check(decoder.next(in) instanceof Request);
                check(decoder.next(in) instanceof Request);
            }
        };
        work.run();

        long perPair = allocated(work) / ROUNDS;

        in.release();
        assertThat(perPair).isLessThan(VALUE_BYTES + 1000);
    }

    @Test
    void anOkOrValueTakesLittleMoreThanItsFieldsAndValue() throws ProtocolException {
        ReplyDecoder decoder = new ReplyDecoder(Limits.DEFAULT);
        Reply ok = Reply.ok().with("v", "17.812").with("acks", "2/3");
        Reply value = Reply.value(new byte[VALUE_BYTES]).with("v", "17.812");
        ByteBuf in = Unpooled.directBuffer(4096);
        Work work = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                in.clear();
                ReplyEncoder.encode(ok, in);
                ReplyEncoder.encode(value, in);
                Incoming first = decoder.next(in);
                Incoming second = decoder.next(in);
                check(first != null && second != null);
            }
        };
        work.run();

        long perPair = allocated(work) / ROUNDS;

        in.release();
        assertThat(perPair).isLessThan(VALUE_BYTES + 2000);
    }

    private static void readOver(RequestDecoder decoder, ByteBuf in, byte[] piece) {
        in.writeBytes(Wire.bytes("PUT --length=" + TOO_MANY_BYTES + " k\n"));
        for (int sent = 0; sent < TOO_MANY_BYTES; sent += piece.length) {
            in.writeBytes(piece);
            check(decoder.next(in) == null);
            in.clear();
        }
    }

    private static long allocated(Work work) throws ProtocolException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("nothing was decoded");
        }
    }
}
