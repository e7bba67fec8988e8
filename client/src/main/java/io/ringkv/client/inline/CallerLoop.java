package io.ringkv.client.inline;

import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Drives one client on the thread of whoever waits for it, with the JDK's own sockets. Between two waits nothing
 * happens; what came meanwhile is seen by the next one. For programs that ask one thing at a time.
 */
public final class CallerLoop implements Network, AutoCloseable {
    private static final long TICK_MILLIS = Actor.TICK_NANOS / 1_000_000;

    private final Selector selector;
    private final Limits limits;
    private final Map<Long, CallerConnection> byId = new LinkedHashMap<>();
    private final Deque<Consumer<Actor>> untold = new ArrayDeque<>();
    private long nextId = 1;
    private long tickedAt = System.nanoTime();

    private CallerLoop(Selector selector, Limits limits) {
        this.selector = selector;
        this.limits = limits;
    }

    public static CallerLoop create(Limits limits) {
        try {
            return new CallerLoop(Selector.open(), limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turn after turn until it is done. */
    public void turnUntil(Actor actor, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            turn(actor);
        }
    }

    private void turn(Actor actor) {
        tellWhatIsUntold(actor);
        new ArrayList<>(byId.values()).forEach(CallerConnection::flush);
        try {
            if (untold.isEmpty()) {
                selector.select(TICK_MILLIS);
            } else {
                selector.selectNow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof CallerConnection connection) {
                connection.ready(actor);
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        if (now - tickedAt >= Actor.TICK_NANOS) {
            tickedAt = now;
            actor.tick(now);
        }
        actor.endTurn(now);
    }

    private void tellWhatIsUntold(Actor actor) {
        for (int i = untold.size(); i > 0; i--) {
            untold.remove().accept(actor);
        }
    }

    Limits limits() {
        return limits;
    }

    SelectionKey register(SocketChannel channel, int interest, CallerConnection connection)
            throws IOException {
        return channel.register(selector, interest, connection);
    }

    /** Told in a later turn, never within the call that caused it, and not when the connection was given up. */
    void tellLater(CallerConnection connection, Consumer<Actor> what) {
        untold.add(actor -> {
            if (byId.containsValue(connection)) {
                what.accept(actor);
            }
        });
    }

    /** Tells it now, as the last word about the connection, unless the actor gave it up itself. */
    void tellLast(Actor actor, CallerConnection connection, Consumer<Actor> what) {
        if (byId.remove(connection.id(), connection)) {
            what.accept(actor);
        }
    }

    @Override
    public long connect(String host, int port) {
        CallerConnection connection = new CallerConnection(nextId++, this);
        byId.put(connection.id(), connection);
        connection.connect(host, port);
        return connection.id();
    }

    @Override
    public void request(long connection, Request request) {
        CallerConnection known = byId.get(connection);
        if (known != null) {
            known.send(request);
        }
    }

    @Override
    public void close(long connection) {
        CallerConnection known = byId.remove(connection);
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void close() {
        byId.values().forEach(CallerConnection::close);
        byId.clear();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void answer(long connection, long sequence, Reply reply) {
        throw new IllegalStateException("nobody asks a client");
    }

    @Override
    public void allowOvertaking(long connection) {
        throw new IllegalStateException("nobody asks a client");
    }

    @Override
    public void push(long connection, Push push) {
        throw new IllegalStateException("nobody asks a client");
    }
}
