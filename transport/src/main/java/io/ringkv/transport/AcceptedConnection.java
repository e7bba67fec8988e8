package io.ringkv.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.ringkv.protocol.Inbound;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Refusal;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.ReplyOrder;
import io.ringkv.protocol.codec.PushEncoder;
import io.ringkv.protocol.codec.ReplyEncoder;
import io.ringkv.protocol.codec.RequestDecoder;

import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Somebody connected to us: requests in, replies out in their order. Reading pauses while too much of this connection
 * is open or unsent, so a client that does not read holds up itself alone. Once the actor has taken it for a node, the
 * limits are those between nodes.
 */
final class AcceptedConnection extends Connection {
    private static final int PUSH_BACKLOG_BYTES_MAX = 16 << 20;

    /** What one connection may take of the loop at a time. */
    private static final long SLICE_NANOS = 5_000_000L;

    private final LocalAnswers localAnswers;
    private final boolean loopback;
    private final String peer;
    private final Limits nodeLimits;
    private final ReplyOrder order = new ReplyOrder();
    private final OpenRequests open;
    private final RequestTimes times;
    private final UnsentOutput.Share share;
    private final UnfinishedInput.Share unfinished;
    private boolean waitsForOthers;
    private long parkedBytes;
    private RequestDecoder decoder;
    private long nodeHello = -1;
    private boolean promoted;
    private boolean paused;
    private boolean ending;
    private boolean inputOver;

    AcceptedConnection(
            long id, Connections owner, Channel channel, Limits limits, Limits nodeLimits) {
        super(id, owner);
        this.localAnswers = owner.localAnswers();
        this.loopback = channel.remoteAddress() instanceof InetSocketAddress from
                && from.getAddress().isLoopbackAddress();
        this.peer = "from " + Sockets.text(channel.remoteAddress());
        this.nodeLimits = nodeLimits;
        this.share = owner.unsentOutput().share(this);
        this.unfinished = owner.unfinishedInput().share(this);
        this.decoder = new RequestDecoder(limits, unfinished::mayHold);
        this.open = new OpenRequests(limits.pipelineRequestsMax(), limits.pipelineBytesMax());
        this.times = owner.requestTimes(Sockets.text(channel.remoteAddress()));
    }

    @Override
    String peer() {
        return peer;
    }

    @Override
    void opened(Actor actor) {
        actor.accepted(System.nanoTime(), id(), loopback);
    }

    // ---- requests in

    @Override
    void decode(Actor actor, ByteBuf bytes) {
        decodeAll(actor, bytes);
        long held = heldBytes(bytes);
        if (paused || ending || closing()) {
            // It asks for nothing.
            unfinished.holds(held);
        } else if (!unfinished.mayHold(held)) {
            refuse(decoder.closeForWantOfRoom());
            bytes.skipBytes(bytes.readableBytes());
            unfinished.holds(0);
        }
    }

    /** The part of a buffer that is not read yet keeps all of it. */
    private long heldBytes(ByteBuf bytes) {
        return decoder.heldBytes() + (bytes.isReadable() ? bytes.capacity() : 0);
    }

    private void decodeAll(Actor actor, ByteBuf bytes) {
        long began = System.nanoTime();
        while (!ending && !closing() && !mustPause()) {
            Inbound found = decoder.next(bytes);
            if (found == null) {
                return;
            }
            if (System.nanoTime() - began > SLICE_NANOS) {
                letOthersIn();
            }
            if (found instanceof Request request) {
                serve(actor, request);
            } else if (found instanceof Refusal refusal) {
                refuse(refusal);
            }
        }
        if (ending) {
            bytes.skipBytes(bytes.readableBytes());
        } else if (!closing()) {
            pause(true);
        }
    }

    /** Between nodes the stream has bounds of its own, and must not be held up by the requests forwarded on it. */
    private boolean mustPause() {
        if (waitsForOthers) {
            return true;
        }
        boolean unsent = !writable() || outBytes() >= WATER_MARK.high();
        boolean full = paused ? !open.halfEmpty() : open.full();
        return unsent || !promoted && (full || share.mustWait());
    }

    /** Its next requests wait until the loop has been round, ticks and all. */
    private void letOthersIn() {
        Channel current = channel();
        if (current != null && !waitsForOthers) {
            waitsForOthers = true;
            Future<?> unused =
                    current.eventLoop().schedule(this::goOnAfterOthers, 1, TimeUnit.MILLISECONDS);
        }
    }

    private void goOnAfterOthers() {
        waitsForOthers = false;
        goOn();
    }

    private void pause(boolean on) {
        if (paused != on) {
            paused = on;
            // A socket whose input has ended cannot be asked for more.
            autoRead(!on && !inputOver);
        }
        if (on) {
            mark();
        }
    }

    private void serve(Actor actor, Request request) {
        long sequence = order.arrived(request.tag());
        open.arrived(sequence, request);
        Reply local = localAnswers.to(request, loopback || promoted);
        if (local != null) {
            answer(sequence, local);
            if (request.verb() == Verb.QUIT) {
                end();
            }
            return;
        }
        if (request.verb() == Verb.HELLO && isOfNode(request)) {
            nodeHello = sequence;
        }
        long now = System.nanoTime();
        if (request.verb().role() != Verb.Role.NODE) {
            times.began(sequence, now, request);
        }
        try {
            actor.request(now, id(), sequence, request);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            if (request.verb().role() != Verb.Role.NODE) {
                throw malformed;
            }
            closeNow(request.verb() + " cannot be read: " + malformed.getMessage());
        }
    }

    private static boolean isOfNode(Request hello) {
        String role = hello.option(Option.ROLE);
        return role != null && !role.equals("client");
    }

    private void refuse(Refusal refusal) {
        Reply reply = refusal.reply();
        byte[] raw = refusal.raw();
        if (reply != null) {
            long sequence = order.arrived(reply.tag());
            open.arrived(sequence, 0);
            answer(sequence, reply);
        } else if (raw != null && channel() != null) {
            // Only ever the first thing on a connection, so no reply is due before it.
            out(channel()).writeBytes(raw);
        }
        if (refusal.closes()) {
            end();
        }
    }

    /** Nothing more is read; what is open is answered, and then the connection closes. */
    private void end() {
        ending = true;
        mark();
    }

    @Override
    void inputEnded() {
        turns().input(actor -> {
            if (!paused) {
                allIsRead();
            }
        });
        inputOver = true;
    }

    /** A request that broke off is answered too: whoever sent it waits for that. */
    private void allIsRead() {
        Refusal brokenOff = ending || closing() ? null : decoder.ended(received());
        if (brokenOff != null) {
            refuse(brokenOff);
        }
        end();
    }

    // ---- replies out

    void answer(long sequence, Reply reply) {
        if (closing() || channel() == null) {
            return;
        }
        Reply fitting = share.fitting(reply);
        parkedBytes += sizeOf(fitting);
        open.answered(sequence, fitting);
        order.answer(sequence, fitting, this::write);
        times.answered(sequence, fitting);
        share.changed();
        if (sequence == nodeHello && reply.isOk() && !promoted) {
            promoted = true;
            decoder = new RequestDecoder(nodeLimits);
            share.release();
            unfinished.release();
        }
        mark();
    }

    private static int sizeOf(Reply reply) {
        byte[] block = reply.block();
        return block == null ? 0 : block.length;
    }

    /** Answered and not taken: what waits for earlier replies, for the end of the turn, and for the other side. */
    long unsentBytes() {
        return parkedBytes + outBytes() + pendingBytes();
    }

    private void write(long sequence, Reply reply) {
        open.left(sequence);
        parkedBytes -= sizeOf(reply);
        Channel to = channel();
        if (to != null) {
            ReplyEncoder.encode(reply, out(to));
        }
    }

    void allowOvertaking() {
        order.allowOvertaking();
    }

    void push(Push push) {
        Channel to = channel();
        if (closing() || to == null) {
            return;
        }
        if (backlogBytes() > PUSH_BACKLOG_BYTES_MAX) {
            closeNow("it does not take what it asked to be told");
        } else {
            PushEncoder.encode(push, out(to));
        }
    }

    /** Looks again at the end of the turn whether there is room now. */
    void goOn() {
        if (paused) {
            mark();
        }
    }

    /** Whether the other side has done its part, and may wait for what it asked before. */
    boolean waitsForAnswers() {
        return paused && unsentBytes() == 0;
    }

    /** Others need the memory that its incomplete request takes. */
    void giveUpInput() {
        decoder.close();
        closeNow("its incomplete request has not grown for a while, and others need the memory");
    }

    @Override
    void left() {
        times.left();
        share.release();
        unfinished.release();
    }

    @Override
    void flushed() {
        share.changed();
        if (ending) {
            if (order.open() == 0) {
                close();
            }
        } else if (paused && !mustPause()) {
            pause(false);
            decodeMore();
            if (inputOver && !paused) {
                turns().input(actor -> allIsRead());
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (paused && writable()) {
            mark();
        }
    }
}
