package io.ringkv.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Opens connections. Names are looked up on a thread of their own, because a slow name server must not hold up the
 * loop. However it ends, the connection is told on the loop, and never before {@link #dial} has returned.
 */
final class Dialer implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ExecutorService names =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("names", true));

    Dialer(EventLoop loop, Sockets sockets) {
        this.loop = loop;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(sockets.channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Connection.WATER_MARK);
    }

    void dial(String host, int port, OpenedConnection connection) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            InetAddress address;
            try {
                address = InetAddress.getByAddress(host, literal);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of a length that none has", e);
            }
            open(address, port, connection);
        } else {
            names.execute(() -> lookUp(host, port, connection));
        }
    }

    private void lookUp(String host, int port, OpenedConnection connection) {
        try {
            InetAddress address = InetAddress.getByName(host);
            loop.execute(() -> open(address, port, connection));
        } catch (UnknownHostException e) {
            loop.execute(() -> connection.failed("its name cannot be resolved"));
        }
    }

    private void open(InetAddress address, int port, OpenedConnection connection) {
        ChannelFuture connecting =
                bootstrap.clone().handler(connection).connect(new InetSocketAddress(address, port));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                loop.execute(() -> connection.failed(why(done.cause())));
            }
        });
    }

    private static String why(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "it does not answer";
        }
        return cause instanceof NoRouteToHostException
                ? "there is no route to it"
                : "it refuses connections";
    }

    @Override
    public void close() {
        names.shutdownNow();
    }
}
