package io.ringkv.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.codec.ProtocolException;
import io.ringkv.protocol.codec.ReplyDecoder;
import io.ringkv.protocol.codec.RequestEncoder;

/**
 * A connection that our actor asked for: its requests out, replies and pushes in. It reads at all times: two processes
 * that each waited for the other to read first would wait for ever.
 */
final class OpenedConnection extends Connection {
    private final String peer;
    private final ReplyDecoder decoder;

    OpenedConnection(long id, Connections owner, String peer, Limits limits) {
        super(id, owner);
        this.peer = "to " + peer;
        decoder = new ReplyDecoder(limits);
    }

    @Override
    String peer() {
        return peer;
    }

    @Override
    void opened(Actor actor) {
        actor.connected(System.nanoTime(), id());
    }

    /** It could not be opened. */
    void failed(String why) {
        end(actor -> actor.notConnected(System.nanoTime(), id(), why));
    }

    void request(Request request) {
        Channel to = channel();
        if (to != null && !closing()) {
            RequestEncoder.encode(request, out(to));
        }
    }

    @Override
    void decode(Actor actor, ByteBuf bytes) {
        try {
            Incoming found = decoder.next(bytes);
            while (found != null && !closing()) {
                deliver(actor, found);
                found = closing() ? null : decoder.next(bytes);
            }
        } catch (ProtocolException | IllegalArgumentException malformed) {
            closeNow("what it sent cannot be read: " + malformed.getMessage());
        }
    }

    private void deliver(Actor actor, Incoming found) {
        if (found instanceof Reply reply) {
            actor.reply(System.nanoTime(), id(), reply);
        } else if (found instanceof Push push) {
            actor.push(System.nanoTime(), id(), push);
        }
    }

    @Override
    void inputEnded() {
        turns().input(actor -> close());
    }

    @Override
    void left() {
        // Counted by the actor, which knows what it sent.
    }

    @Override
    void flushed() {
        // Nothing waits for it.
    }
}
