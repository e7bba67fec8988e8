package io.ringkv.protocol.actor;

import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

/**
 * What an {@link Actor} may ask of the network. Nothing blocks and nothing fails here: a connection that cannot
 * be opened or used ends in {@link Actor#disconnected}. Messages on a connection that is gone are dropped.
 * Everything sent during a turn leaves together at its end.
 */
public interface Network {
    /** Opens a connection; answered by {@link Actor#connected} or {@link Actor#disconnected}. */
    long connect(String host, int port);

    /** Sends a request on a connection that we opened. */
    void request(long connection, Request request);

    /** Answers the request that came with this connection and sequence, exactly once; it gets the request's tag. */
    void answer(long connection, long sequence, Reply reply);

    /**
     * Lets the replies of this accepted connection overtake each other from now on: each leaves when it is given,
     * instead of waiting for those of earlier requests.
     */
    void allowOvertaking(long connection);

    /** Sends a push on a connection that asked for it. */
    void push(long connection, Push push);

    /** Closes a connection after what was sent has left. */
    void close(long connection);
}
