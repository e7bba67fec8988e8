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

/** What decoding and encoding take from the heap, as counted by the JVM for this thread. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 2000;
    private static final int VALUE_BYTES = 1000;

    private interface Work {
        void run() throws ProtocolException;
    }

    @Test
    void anAnnouncedBlockTakesNoMemoryBeforeItArrives() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(Limits.DEFAULT.withValueBytesMax(1 << 30));
        ReplyDecoder replies = new ReplyDecoder(Limits.DEFAULT.withValueBytesMax(1 << 30));
        ByteBuf put =
                Unpooled.copiedBuffer(Wire.bytes("PUT --length=" + (1 << 30) + " k\nfirst bytes"));
        ByteBuf value = Unpooled.copiedBuffer(Wire.bytes("VALUE " + (1 << 30) + "\nfirst bytes"));

        long bytes = allocated(() -> {
            assertThat(decoder.next(put)).isNull();
            assertThat(replies.next(value)).isNull();
        });

        assertThat(put.isReadable() || value.isReadable()).isFalse();
        assertThat(bytes).isLessThan(1 << 20);
    }

    @Test
    void aBlockThatIsOnlyReadOverTakesNoMemory() throws ProtocolException {
        RequestDecoder decoder = new RequestDecoder(Limits.DEFAULT);
        ByteBuf in = Unpooled.buffer(64 << 10);
        in.writeBytes(Wire.bytes("PUT --length=" + (64 << 20) + " k\n"));
        byte[] piece = new byte[32 << 10];

        long bytes = allocated(() -> {
            for (int sent = 0; sent < 64 << 20; sent += piece.length) {
                in.writeBytes(piece);
                assertThat(decoder.next(in) == null).isTrue();
                in.clear();
            }
        });

        in.writeBytes(Wire.bytes("\n"));
        assertThat(Wire.head(decoder.next(in))).isEqualTo("ERR FATAL TOO_LARGE max=1048576");
        assertThat(bytes).isLessThan(4 << 20);
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
