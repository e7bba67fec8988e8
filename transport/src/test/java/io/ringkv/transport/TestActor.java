package io.ringkv.transport;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Answers every GET with its key, holds back those of keys that start with "later", and counts what it sees. */
final class TestActor implements Actor {
    final AtomicLong requests = new AtomicLong();
    final AtomicLong turns = new AtomicLong();
    final AtomicLong ticks = new AtomicLong();
    final AtomicLong disconnects = new AtomicLong();
    final AtomicLong replies = new AtomicLong();
    private final List<Runnable> held = new ArrayList<>();
    private volatile Runnable turnEnds = () -> {};
    private final Network network;
    private final int valueBytes;

    /** @param valueBytes what a GET returns; 0 for its key */
    TestActor(Network network, int valueBytes) {
        this.network = network;
        this.valueBytes = valueBytes;
    }

    /** Runs this at the end of each turn from now on. */
    void eachTurn(Runnable what) {
        turnEnds = what;
    }

    @Override
    public void start(long now) {}

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {}

    @Override
    public void request(long now, long connection, long sequence, Request request) {
        requests.incrementAndGet();
        switch (request.verb()) {
            case GET -> get(connection, sequence, request);
            case HELLO -> {
                if (request.has(Option.OOO)) {
                    network.allowOvertaking(connection);
                }
                network.answer(connection, sequence, Reply.ok());
            }
            case CONFIRM -> throw new IllegalArgumentException("a malformed message");
            case DELETE -> throw new IllegalStateException("a bug");
            default -> network.answer(connection, sequence, Reply.pong());
        }
    }

    private void get(long connection, long sequence, Request request) {
        String key = request.argument(0);
        byte[] value = valueBytes == 0 ? request.key() : new byte[valueBytes];
        Runnable answer = () -> network.answer(connection, sequence, Reply.value(value));
        if (key.startsWith("later")) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    @Override
    public void connected(long now, long connection) {}

    @Override
    public void reply(long now, long connection, Reply reply) {
        replies.incrementAndGet();
    }

    @Override
    public void push(long now, long connection, Push push) {}

    @Override
    public void disconnected(long now, long connection) {
        disconnects.incrementAndGet();
    }

    /** What was held back two ticks long is answered. */
    @Override
    public void tick(long now) {
        if (ticks.incrementAndGet() % 2 == 0) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    @Override
    public void endTurn(long now) {
        turns.incrementAndGet();
        turnEnds.run();
    }
}
