package io.ringkv.protocol.actor;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

/**
 * One process as the world sees it: everything that can happen to it, one call each. Implementations are
 * deterministic; {@code now} is a monotonic clock in nanoseconds, and effects leave through {@link Network}.
 * All calls come from one thread. A turn is any number of calls closed by {@link #endTurn}.
 */
public interface Actor {
    /** The process begins; called once, before anything else. */
    void start(long now);

    /** Somebody connected to us. */
    void accepted(long now, long connection, boolean fromLoopback);

    /** A request arrived; it is answered by {@link Network#answer} with the same connection and sequence. */
    void request(long now, long connection, long sequence, Request request);

    /** A connection that we asked for is open. */
    void connected(long now, long connection);

    /** A reply to a request of ours; replies carry the request's tag. */
    void reply(long now, long connection, Reply reply);

    /** Something that a connection of ours asked to be told. */
    void push(long now, long connection, Push push);

    /** A connection of either kind is gone, or one that we asked for could not be opened. */
    void disconnected(long now, long connection);

    /**
     * A connection that we asked for could not be opened.
     *
     * @param why for people: what stands behind "it cannot be reached, ..."
     */
    default void notConnected(long now, long connection, String why) {
        disconnected(now, connection);
    }

    /** Time passed; called at least every {@link #TICK_NANOS}. */
    void tick(long now);

    /** The turn is over: what it gathered is stored and sent now. */
    void endTurn(long now);

    /** The longest time between two ticks, nanoseconds. */
    long TICK_NANOS = 50_000_000L;

    /** How often ticks are due; the rest is what a late timer may take. */
    long TICK_PERIOD_NANOS = TICK_NANOS * 4 / 5;
}
