package io.ringkv.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that drives one actor: everything that happens to it passes through here, so it needs no lock. It owns
 * the event loop and the listening socket; connections are {@link Connections}', turns are {@link Turns}'.
 */
public final class ActorLoop implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final Sockets sockets;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Turns turns;
    private final Connections connections;
    private volatile @Nullable Channel server;

    private ActorLoop(
            String name,
            Limits limits,
            long bytesMax,
            SlowLog slowLog,
            Consumer<Throwable> onFailure) {
        sockets = Sockets.best();
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(name), sockets.ioHandlers());
        loop = group.next();
        turns = new Turns(loop, onFailure);
        connections = new Connections(loop, sockets, turns, limits, bytesMax, slowLog);
    }

    /** @param onFailure takes what the actor threw, once; nothing is delivered to it afterwards */
    public static ActorLoop create(String name, Limits limits, Consumer<Throwable> onFailure) {
        return create(name, limits, SlowLog.SLOW_AFTER, onFailure);
    }

    /** @param slowAfter how long a request takes that {@code SLOWLOG} remembers; zero: every one */
    public static ActorLoop create(
            String name, Limits limits, Duration slowAfter, Consumer<Throwable> onFailure) {
        long bytesMax = UnsentOutput.bytesMax(limits);
        return new ActorLoop(name, limits, bytesMax, new SlowLog(slowAfter), onFailure);
    }

    /** @param bytesMax what its clients may leave untaken, all together, and what they may send by halves */
    static ActorLoop create(
            String name, Limits limits, long bytesMax, Consumer<Throwable> onFailure) {
        return new ActorLoop(name, limits, bytesMax, new SlowLog(SlowLog.SLOW_AFTER), onFailure);
    }

    /** What the actor sends by; for the loop's own thread only. */
    public Network network() {
        return connections;
    }

    /** Starts the actor and its ticks; whoever connected to a port that was bound before is accepted from now on. */
    public void run(Actor actor) {
        loop.execute(() -> {
            turns.begin(actor);
            var unused = loop.scheduleAtFixedRate(
                    this::tick,
                    Actor.TICK_PERIOD_NANOS,
                    Actor.TICK_PERIOD_NANOS,
                    TimeUnit.NANOSECONDS);
            acceptIfRunning(server);
        });
    }

    private void tick() {
        turns.input(actor -> actor.tick(now()));
        connections.unsentOutput().tick(now());
    }

    /** Listens; port 0 takes a free one. Nothing is accepted before {@link #run}. */
    public void bind(String host, int port) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(sockets.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Connection.WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.accept(channel);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cannotListen(host, port, cause);
        }
        server = bound.channel();
        loop.execute(() -> acceptIfRunning(bound.channel()));
    }

    private void acceptIfRunning(@Nullable Channel listening) {
        if (listening != null && turns.running()) {
            listening.config().setAutoRead(true);
        }
    }

    private static IOException cannotListen(String host, int port, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean used = message.contains("in use");
        boolean foreign = cause instanceof BindException || message.contains("assign");
        String why = used
                ? "another process listens there; stop it, or choose another --port"
                : foreign
                        ? "this machine has no such address, or it is not allowed (" + message
                                + "); check --host and --port"
                        : message;
        return new IOException("cannot listen on " + host + ":" + port + ": " + why, cause);
    }

    /** The port that is listened on; -1 before {@link #bind}. */
    public int boundPort() {
        Channel bound = server;
        return bound == null ? -1 : ((InetSocketAddress) bound.localAddress()).getPort();
    }

    /** What clients have been answered and have not taken; for the loop's own thread. */
    long unsentBytes() {
        return connections.unsentOutput().bytes();
    }

    /** What clients have sent by halves; for the loop's own thread. */
    long unfinishedBytes() {
        return connections.unfinishedInput().bytes();
    }

    /** From any thread: runs on the loop, as part of a turn; dropped once the actor has failed or the loop ended. */
    public void execute(Consumer<Actor> input) {
        try {
            loop.execute(() -> turns.input(input));
        } catch (RejectedExecutionException ended) {
            // Nobody is left to be told.
        }
    }

    /** The monotonic clock that the actor is driven by, nanoseconds. */
    public long now() {
        return System.nanoTime();
    }

    /** How long ago a turn last ended; from any thread. Grows beyond a tick only while something holds the loop up. */
    public long turnAgeNanos() {
        // Read before the clock: a turn that ends in between would have an age below zero.
        long ended = turns.endedAt();
        return System.nanoTime() - ended;
    }

    /** Ends the loop and breaks every connection. Not from the loop itself. */
    @Override
    public void close() {
        execute(actor -> turns.stop());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        connections.close();
    }
}
