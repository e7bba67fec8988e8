package io.ringkv.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.codec.ReplyEncoder;

import java.util.HashMap;
import java.util.Map;

/**
 * All connections of one process, by the numbers that its actor knows them by. Used on the loop's thread only.
 */
final class Connections implements Network {
    /**
     * Ten thousand of clients, and room for those of other processes. Accepted ones and our own together; each costs a
     * file descriptor.
     */
    static final int CONNECTIONS_MAX = 10_240;

    private final Turns turns;
    private final Limits limits;
    private final Limits nodeLimits;
    private final Dialer dialer;
    private final SlowLog slowLog;
    private final Latencies latencies = new Latencies();
    private final LocalAnswers localAnswers;
    private final UnsentOutput unsentOutput;
    private final UnfinishedInput unfinishedInput;
    private final Map<Long, Connection> byId = new HashMap<>();
    private long nextId = 1;

    Connections(
            EventLoop loop,
            Sockets sockets,
            Turns turns,
            Limits limits,
            long bytesMax,
            SlowLog slowLog) {
        this.slowLog = slowLog;
        this.localAnswers = new LocalAnswers(slowLog, latencies);
        this.turns = turns;
        this.unsentOutput = new UnsentOutput(bytesMax);
        this.unfinishedInput = new UnfinishedInput(bytesMax);
        this.limits = limits;
        // A record is longer than the value in it, and a batch longer than a record.
        this.nodeLimits = limits.withValueBytesMax(2 * Limits.VALUE_BYTES_CEILING);
        this.dialer = new Dialer(loop, sockets);
    }

    Turns turns() {
        return turns;
    }

    UnsentOutput unsentOutput() {
        return unsentOutput;
    }

    UnfinishedInput unfinishedInput() {
        return unfinishedInput;
    }

    RequestTimes requestTimes(String from) {
        return new RequestTimes(slowLog, latencies, from);
    }

    LocalAnswers localAnswers() {
        return localAnswers;
    }

    void accept(Channel channel) {
        if (byId.size() >= CONNECTIONS_MAX) {
            refuse(channel);
            return;
        }
        Connection accepted = new AcceptedConnection(nextId++, this, channel, limits, nodeLimits);
        byId.put(accepted.id(), accepted);
        channel.pipeline().addLast(accepted);
    }

    private static void refuse(Channel channel) {
        ByteBuf bytes = channel.alloc().ioBuffer();
        ReplyEncoder.encode(
                Reply.error(
                                ErrorCode.OVERLOADED,
                                "this process has " + CONNECTIONS_MAX
                                        + " connections; close some, or share them")
                        .with("retry-after", "1s"),
                bytes);
        channel.eventLoop()
                .execute(() ->
                        channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE));
    }

    /** False when it was removed before. */
    boolean remove(Connection connection) {
        return byId.remove(connection.id(), connection);
    }

    @Override
    public long connect(String host, int port) {
        OpenedConnection opened =
                new OpenedConnection(nextId++, this, host + ":" + port, nodeLimits);
        byId.put(opened.id(), opened);
        dialer.dial(host, port, opened);
        return opened.id();
    }

    @Override
    public void request(long connection, Request request) {
        if (byId.get(connection) instanceof OpenedConnection opened) {
            opened.request(request);
        }
    }

    @Override
    public void answer(long connection, long sequence, Reply reply) {
        if (byId.get(connection) instanceof AcceptedConnection accepted) {
            accepted.answer(sequence, reply);
        }
    }

    @Override
    public void allowOvertaking(long connection) {
        if (byId.get(connection) instanceof AcceptedConnection accepted) {
            accepted.allowOvertaking();
        }
    }

    @Override
    public void push(long connection, Push push) {
        if (byId.get(connection) instanceof AcceptedConnection accepted) {
            accepted.push(push);
        }
    }

    @Override
    public void close(long connection) {
        Connection known = byId.remove(connection);
        if (known != null) {
            known.forget();
        }
    }

    /** The loop has ended. */
    void close() {
        dialer.close();
    }
}
