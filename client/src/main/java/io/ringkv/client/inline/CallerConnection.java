package io.ringkv.client.inline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.codec.ProtocolException;
import io.ringkv.protocol.codec.ReplyDecoder;
import io.ringkv.protocol.codec.RequestEncoder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of a {@link CallerLoop}: requests out, replies and pushes in. */
final class CallerConnection {
    private static final int CHUNK_BYTES = 64 << 10;

    private final long id;
    private final CallerLoop loop;
    private final ReplyDecoder decoder;
    private final ByteBuf in = Unpooled.buffer();
    private final ByteBuf out = Unpooled.buffer();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    CallerConnection(long id, CallerLoop loop) {
        this.id = id;
        this.loop = loop;
        this.decoder = new ReplyDecoder(loop.limits());
    }

    long id() {
        return id;
    }

    /** A name is looked up while everything waits: nothing else is under way that could be held up for long. */
    void connect(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            loop.tellLater(this, actor -> notConnected(actor, "its name cannot be resolved"));
            return;
        }
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (opened.connect(address)) {
                key = loop.register(opened, SelectionKey.OP_READ, this);
                loop.tellLater(this, actor -> actor.connected(System.nanoTime(), id));
            } else {
                key = loop.register(opened, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException e) {
            loop.tellLater(this, actor -> notConnected(actor, why(e)));
        }
    }

    private static String why(IOException problem) {
        return problem instanceof NoRouteToHostException
                ? "there is no route to it"
                : "it refuses connections";
    }

    private void notConnected(Actor actor, String why) {
        close();
        loop.tellLast(actor, this, told -> told.notConnected(System.nanoTime(), id, why));
    }

    private void disconnected(Actor actor) {
        close();
        loop.tellLast(actor, this, told -> told.disconnected(System.nanoTime(), id));
    }

    void send(Request request) {
        RequestEncoder.encode(request, out);
    }

    /** Hands on as much as the system takes; the rest when it takes more. A broken connection is found by reading. */
    void flush() {
        SocketChannel to = channel;
        SelectionKey registered = key;
        if (to == null || registered == null || !registered.isValid() || !to.isConnected()) {
            return;
        }
        try {
            if (out.isReadable()) {
                out.readBytes(to, out.readableBytes());
            }
        } catch (IOException e) {
            loop.tellLater(this, this::disconnected);
            return;
        }
        if (out.isReadable()) {
            registered.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else {
            out.clear();
            registered.interestOps(SelectionKey.OP_READ);
        }
    }

    void ready(Actor actor) {
        SocketChannel from = channel;
        SelectionKey registered = key;
        if (from == null || registered == null || !registered.isValid()) {
            return;
        }
        if (registered.isConnectable()) {
            finishConnecting(actor, from, registered);
        } else if (registered.isReadable()) {
            read(actor, from);
        }
    }

    private void finishConnecting(Actor actor, SocketChannel opened, SelectionKey registered) {
        try {
            opened.finishConnect();
        } catch (IOException e) {
            notConnected(actor, why(e));
            return;
        }
        registered.interestOps(SelectionKey.OP_READ);
        actor.connected(System.nanoTime(), id);
    }

    private void read(Actor actor, SocketChannel from) {
        try {
            int count = in.discardReadBytes().writeBytes(from, CHUNK_BYTES);
            if (count < 0) {
                disconnected(actor);
                return;
            }
            Incoming found = decoder.next(in);
            while (found != null && channel != null) {
                deliver(actor, found);
                found = channel == null ? null : decoder.next(in);
            }
        } catch (IOException | ProtocolException | IllegalArgumentException e) {
            disconnected(actor);
        }
    }

    private void deliver(Actor actor, Incoming found) {
        if (found instanceof Reply reply) {
            actor.reply(System.nanoTime(), id, reply);
        } else if (found instanceof Push push) {
            actor.push(System.nanoTime(), id, push);
        }
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
