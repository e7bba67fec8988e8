package io.ringkv.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.ringkv.protocol.actor.Actor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What both kinds of connections share: bytes that came and are not decoded yet, bytes of this turn that leave
 * together at its end, and the ways to close. What the bytes mean is its subclasses'.
 */
abstract class Connection extends ChannelInboundHandlerAdapter {
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final Logger LOG = LoggerFactory.getLogger("io.ringkv.transport");
    private static final int OUT_BYTES = 512;
    private static final long LAST_BYTES_SECONDS = 1;

    private final long id;
    private final Connections owner;
    private @Nullable Channel channel;
    private @Nullable ByteBuf in;
    private @Nullable ByteBuf out;
    private boolean marked;
    private boolean closing;
    private boolean forgotten;
    private long handedBytes;

    Connection(long id, Connections owner) {
        this.id = id;
        this.owner = owner;
    }

    /** Takes what can be taken from the bytes that came. */
    abstract void decode(Actor actor, ByteBuf bytes);

    /** The other side sends nothing more. */
    abstract void inputEnded();

    /** What this turn wrote has been handed on. */
    abstract void flushed();

    final long id() {
        return id;
    }

    final Turns turns() {
        return owner.turns();
    }

    final boolean closing() {
        return closing;
    }

    final boolean writable() {
        Channel current = channel;
        return current != null && current.isWritable();
    }

    /** Written in this turn, so far. */
    final int outBytes() {
        return out == null ? 0 : out.readableBytes();
    }

    /** Written in earlier turns beyond the high water mark, and not taken by the other side. */
    final long backlogBytes() {
        return channel == null ? 0 : channel.bytesBeforeWritable();
    }

    /** Written in earlier turns, and not taken by the other side: memory that is freed a whole turn's output at a time. */
    final long pendingBytes() {
        ChannelOutboundBuffer buffer = buffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** What the other side has taken so far; more only when it has taken more. */
    final long takenBytes() {
        ChannelOutboundBuffer buffer = buffer();
        return buffer == null
                ? handedBytes
                : handedBytes - buffer.totalPendingWriteBytes() + buffer.currentProgress();
    }

    private @Nullable ChannelOutboundBuffer buffer() {
        Channel current = channel;
        return current == null ? null : current.unsafe().outboundBuffer();
    }

    final void autoRead(boolean on) {
        if (channel != null) {
            channel.config().setAutoRead(on);
        }
    }

    /** Where this turn's messages go; nothing is to be written after {@link #closing}. */
    final ByteBuf out(Channel to) {
        ByteBuf bytes = out;
        if (bytes == null) {
            bytes = to.alloc().ioBuffer(OUT_BYTES);
            out = bytes;
            mark();
        }
        return bytes;
    }

    final @Nullable Channel channel() {
        return channel;
    }

    /** Flushed at the end of the turn, even when nothing is written. */
    final void mark() {
        if (!marked) {
            marked = true;
            turns().written(this);
        }
    }

    final void flush() {
        marked = false;
        ByteBuf bytes = out;
        out = null;
        Channel to = channel;
        if (to == null) {
            return;
        }
        if (!closing) {
            if (bytes != null) {
                handedBytes += bytes.readableBytes();
                ChannelFuture unused = to.writeAndFlush(bytes, to.voidPromise());
            }
            flushed();
            return;
        }
        // Behind what earlier turns wrote, even when this one wrote nothing.
        ChannelFuture sent = to.writeAndFlush(bytes == null ? Unpooled.EMPTY_BUFFER : bytes);
        sent.addListener(ChannelFutureListener.CLOSE);
        if (forgotten && !sent.isDone()) {
            Future<?> unused = to.eventLoop()
                    .schedule(() -> breakOff(to), LAST_BYTES_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void breakOff(Channel broken) {
        ChannelFuture unused = broken.close();
    }

    /** Closes once what was written has left, or cannot. */
    final void close() {
        closing = true;
        mark();
    }

    /** Closes on the actor's word, which therefore is not told. */
    final void forget() {
        forgotten = true;
        close();
    }

    /** From whom, or to whom, for people. */
    abstract String peer();

    final void closeNow(String why) {
        LOG.warn("closes the connection {}: {}", peer(), why);
        closing = true;
        if (channel != null) {
            breakOff(channel);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (forgotten) {
            breakOff(context.channel());
        } else {
            turns().input(this::opened);
        }
    }

    /** The first thing that the actor hears of it. */
    abstract void opened(Actor actor);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        append((ByteBuf) message);
        decodeMore();
    }

    private void append(ByteBuf bytes) {
        ByteBuf kept = in;
        if (kept == null) {
            in = bytes;
            return;
        }
        try {
            if (kept.isReadOnly() || kept.writableBytes() < bytes.readableBytes()) {
                ByteBuf larger =
                        bytes.alloc().ioBuffer(kept.readableBytes() + bytes.readableBytes());
                larger.writeBytes(kept);
                kept.release();
                kept = larger;
                in = larger;
            }
            kept.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** What came and is not decoded yet. */
    final ByteBuf received() {
        ByteBuf bytes = in;
        return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
    }

    /** Decodes what came, as an input of the actor's turn. */
    final void decodeMore() {
        turns().input(actor -> {
            ByteBuf bytes = in;
            if (bytes != null && !closing) {
                decode(actor, bytes);
            }
            bytes = in;
            if (bytes != null && (closing || !bytes.isReadable())) {
                in = null;
                bytes.release();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("the connection {} broke", peer(), cause);
        breakOff(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
    }

    private void gone() {
        end(actor -> actor.disconnected(System.nanoTime(), id));
    }

    /** Tells the actor, unless it closed the connection itself. */
    final void end(Consumer<Actor> told) {
        closing = true;
        if (owner.remove(this) && !forgotten) {
            turns().input(told);
        }
        release();
    }

    /** It holds nothing from now on. */
    abstract void left();

    private void release() {
        left();
        ByteBuf received = in;
        ByteBuf unsent = out;
        in = null;
        out = null;
        channel = null;
        if (received != null) {
            received.release();
        }
        if (unsent != null) {
            unsent.release();
        }
    }
}
