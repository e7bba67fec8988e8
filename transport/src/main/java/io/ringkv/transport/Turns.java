package io.ringkv.transport;

import io.netty.channel.EventLoop;
import io.ringkv.protocol.actor.Actor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers what one pass of the event loop delivers into a turn: the first input schedules the end behind all reads of
 * the pass, and only there does anything leave, one write for each connection. An actor that throws gets nothing any
 * more: what it holds cannot be trusted.
 */
final class Turns {
    private final EventLoop loop;
    private final Consumer<Throwable> onFailure;
    private final List<Consumer<Actor>> early = new ArrayList<>();
    private List<Connection> written = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();
    private @Nullable Actor actor;
    private boolean open;
    private boolean stopped;
    private volatile long endedAt = System.nanoTime();

    Turns(EventLoop loop, Consumer<Throwable> onFailure) {
        this.loop = loop;
        this.onFailure = onFailure;
    }

    /** When the last turn ended, nanoseconds; from any thread. */
    long endedAt() {
        return endedAt;
    }

    boolean running() {
        return actor != null && !stopped;
    }

    /** The actor's first turn, with all that came before it. */
    void begin(Actor newActor) {
        actor = newActor;
        input(a -> a.start(System.nanoTime()));
        early.forEach(this::input);
        early.clear();
    }

    /** Hands something to the actor, within the turn. */
    void input(Consumer<Actor> what) {
        Actor current = actor;
        if (stopped) {
            return;
        }
        if (current == null) {
            early.add(what);
            return;
        }
        openTurn();
        try {
            what.accept(current);
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private void openTurn() {
        if (!open) {
            open = true;
            loop.execute(this::end);
        }
    }

    /** Within the turn, that connection got something to send. */
    void written(Connection connection) {
        written.add(connection);
        openTurn();
    }

    private void end() {
        open = false;
        endedAt = System.nanoTime();
        Actor current = actor;
        if (current == null || stopped) {
            return;
        }
        try {
            current.endTurn(System.nanoTime());
        } catch (Throwable failure) {
            fail(failure);
            return;
        }
        List<Connection> all = written;
        written = flushing;
        flushing = all;
        // Reading on may begin the next turn, which writes to the other list.
        for (int i = 0; i < all.size(); i++) {
            all.get(i).flush();
        }
        all.clear();
    }

    private void fail(Throwable failure) {
        if (!stopped) {
            stopped = true;
            onFailure.accept(failure);
        }
    }

    /** Delivers nothing from now on. */
    void stop() {
        stopped = true;
    }
}
