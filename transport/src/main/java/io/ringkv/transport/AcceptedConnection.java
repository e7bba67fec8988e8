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

/**
 * Somebody connected to us: requests in, replies out in their order. Reading pauses while too much of this connection
 * is open or unsent, so a client that does not read holds up itself alone. Once the actor has taken it for a node, the
 * limits are those between nodes.
 */
final class AcceptedConnection extends Connection {
    private static final int PUSH_BACKLOG_BYTES_MAX = 16 << 20;

    private final boolean loopback;
    private final Limits nodeLimits;
    private final ReplyOrder order = new ReplyOrder();
    private final OpenRequests open;
    private RequestDecoder decoder;
    private long nodeHello = -1;
    private boolean promoted;
    private boolean paused;
    private boolean ending;
    private boolean inputOver;

    AcceptedConnection(
            long id, Connections owner, Channel channel, Limits limits, Limits nodeLimits) {
        super(id, owner);
        this.loopback = channel.remoteAddress() instanceof InetSocketAddress from
                && from.getAddress().isLoopbackAddress();
        this.nodeLimits = nodeLimits;
        this.decoder = new RequestDecoder(limits);
        this.open = new OpenRequests(limits.pipelineRequestsMax(), limits.pipelineBytesMax());
    }

    @Override
    void opened(Actor actor) {
        actor.accepted(System.nanoTime(), id(), loopback);
    }

    // ---- requests in

    @Override
    void decode(Actor actor, ByteBuf bytes) {
        while (!ending && !closing() && !mustPause()) {
            Inbound found = decoder.next(bytes);
            if (found == null) {
                return;
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
        boolean unsent = !writable() || outBytes() >= WATER_MARK.high();
        return unsent || !promoted && (paused ? !open.halfEmpty() : open.full());
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
        Reply local = LocalAnswers.to(request);
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
        try {
            actor.request(System.nanoTime(), id(), sequence, request);
        } catch (IllegalArgumentException malformed) {
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
                end();
            }
        });
        inputOver = true;
    }

    // ---- replies out

    void answer(long sequence, Reply reply) {
        if (closing() || channel() == null) {
            return;
        }
        order.answer(sequence, reply, this::write);
        open.answered(sequence, reply);
        if (sequence == nodeHello && reply.isOk() && !promoted) {
            promoted = true;
            decoder = new RequestDecoder(nodeLimits);
        }
        mark();
    }

    private void write(Reply reply) {
        Channel to = channel();
        if (to != null) {
            ReplyEncoder.encode(reply, out(to));
        }
    }

    void allowOvertaking() {
        order.allowOvertaking();
        open.allowOvertaking();
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

    @Override
    void flushed() {
        if (ending) {
            if (order.open() == 0) {
                close();
            }
        } else if (paused && !mustPause()) {
            pause(false);
            decodeMore();
            if (inputOver && !paused) {
                end();
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
