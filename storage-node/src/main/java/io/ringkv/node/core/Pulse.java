package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.View;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The heartbeat that no disk can delay. It runs on a loop of its own, with a connection of its own, and says one thing:
 * how long ago the node's loop last turned. A process that lives with a loop that stands still, most likely in a
 * call to its disk, is not taken for dead, and soon is nobody's primary.
 */
public final class Pulse implements Actor {
    /** So long a coordinator is believed that knows of no leader, before another one is asked. */
    private static final int IN_VAIN_MAX = 3;

    private final NodeConfig config;
    private final Network network;
    private final LongSupplier turnAgeNanos;
    private long connection = -1;
    private boolean open;
    private final CoordinatorAddresses addresses;
    private long retryAt;
    private long lastHeard;
    private long lastBeat;
    private int inVain;

    /**
     * @param turnAgeNanos how long ago the node's own loop last ended a turn
     * @param view the newest that the node knows, which names the coordinators of today
     */
    public Pulse(
            NodeConfig config, Network network, LongSupplier turnAgeNanos, Supplier<View> view) {
        this.config = config;
        this.network = network;
        this.turnAgeNanos = turnAgeNanos;
        this.addresses = new CoordinatorAddresses(config.coordinators(), view);
    }

    @Override
    public void start(long now) {
        tick(now);
    }

    @Override
    public void tick(long now) {
        if (connection < 0) {
            connect(now);
        } else if (now - lastHeard > config.timing().peerSilenceNanos()) {
            drop(now);
        } else if (open && now - lastBeat >= config.timing().heartbeatNanos()) {
            beat(now);
        }
    }

    private void connect(long now) {
        NodeConfig.Endpoint to = now >= retryAt ? addresses.next() : null;
        if (to != null) {
            lastHeard = now;
            connection = network.connect(to.host(), to.port());
        }
    }

    @Override
    public void connected(long now, long opened) {
        open = true;
        lastHeard = now;
        network.request(connection, Peers.hello(config, "coordinator").build());
    }

    private void beat(long now) {
        lastBeat = now;
        network.request(
                connection,
                Request.builder(Verb.HEARTBEAT)
                        .option(Option.NODE, config.id())
                        .option(Option.INCARNATION, config.incarnation())
                        .option(Option.TURN_AGE, turnAgeNanos.getAsLong() / 1_000_000 + "ms")
                        .build());
    }

    /** Whatever else the answer is: a node that is not registered yet beats on until it is. */
    @Override
    public void reply(long now, long from, Reply reply) {
        if (from != connection) {
            return;
        }
        lastHeard = now;
        if (reply.isError(ErrorCode.NOT_LEADER)) {
            if (addresses.redirected(reply)) {
                leave(now, now);
            } else if (++inVain >= IN_VAIN_MAX) {
                leave(now, now + config.timing().reconnectNanos());
            }
        } else if (reply.isOk()) {
            addresses.settled();
        }
    }

    private void leave(long now, long nextTryAt) {
        long left = connection;
        forgetConnection(nextTryAt);
        network.close(left);
        connect(now);
    }

    @Override
    public void disconnected(long now, long closed) {
        addresses.failed();
        forgetConnection(now + config.timing().reconnectNanos());
    }

    private void forgetConnection(long nextTryAt) {
        open = false;
        inVain = 0;
        connection = -1;
        retryAt = nextTryAt;
    }

    private void drop(long now) {
        long dropped = connection;
        disconnected(now, dropped);
        network.close(dropped);
    }

    @Override
    public void accepted(long now, long accepted, boolean fromLoopback) {
        throw new IllegalStateException("nobody connects to a pulse");
    }

    @Override
    public void request(long now, long from, long sequence, Request request) {
        throw new IllegalStateException("nobody asks a pulse");
    }

    @Override
    public void push(long now, long from, Push push) {
        // Subscribed to nothing.
    }

    @Override
    public void endTurn(long now) {
        // Keeps nothing back.
    }
}
