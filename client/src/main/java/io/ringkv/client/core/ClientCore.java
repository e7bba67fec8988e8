package io.ringkv.client.core;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.View;

import java.util.random.RandomGenerator;

/**
 * A client that knows the view: it sends each data request to the primary of its key, over one pipelined connection
 * for each server, and gives every request exactly one outcome within its deadline. Callbacks run inside the calls
 * made here, and may submit more.
 */
public final class ClientCore implements Actor {
    private final Calls calls;

    public ClientCore(ClientSettings settings, Network network, RandomGenerator random) {
        calls = new Calls(settings, network, random);
    }

    /** Takes a request; its callback runs once, at the latest one tick after its timeout. */
    public void submit(long now, ClientRequest request, ClientCallback callback) {
        calls.submit(now, request, callback);
    }

    /** The newest view known, with nobody in it before the first reply. */
    public View view() {
        return calls.view();
    }

    /** Requests without an outcome, the client's own questions for the view among them. */
    public int open() {
        return calls.openCount();
    }

    /** Ends every open request with what is known of it, and closes the connections. */
    public void close() {
        calls.close();
    }

    @Override
    public void start(long now) {
        // Connects when there is something to ask.
    }

    @Override
    public void connected(long now, long connection) {
        calls.links().connected(now, connection);
    }

    @Override
    public void reply(long now, long connection, Reply reply) {
        calls.replied(now, connection, reply);
    }

    @Override
    public void disconnected(long now, long connection) {
        calls.links().disconnected(now, connection);
        calls.settle(now);
    }

    @Override
    public void notConnected(long now, long connection, String why) {
        calls.links().notConnected(now, connection, why);
        calls.settle(now);
    }

    @Override
    public void tick(long now) {
        calls.tick(now);
    }

    @Override
    public void push(long now, long connection, Push push) {
        // Asked for none.
    }

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {
        throw new IllegalStateException("nobody connects to a client");
    }

    @Override
    public void request(long now, long connection, long sequence, Request request) {
        throw new IllegalStateException("nobody asks a client");
    }

    @Override
    public void endTurn(long now) {
        // Sends at once.
    }
}
