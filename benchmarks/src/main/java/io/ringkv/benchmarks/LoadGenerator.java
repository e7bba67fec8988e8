package io.ringkv.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thread, many connections, closed loop: each connection sends a batch, waits for all its replies, and sends the
 * next. The same loop drives every system that is compared.
 */
final class LoadGenerator implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    /** What a run came to; latencies are those of whole batches, milliseconds. */
    record Result(long operations, double seconds, double p50Ms, double p99Ms) {
        double perSecond() {
            return operations / seconds;
        }
    }

    private static final class Connection {
        final SocketChannel channel;
        final Workload workload;
        final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        int awaited;
        long sentAt;

        Connection(SocketChannel channel, Workload workload) {
            this.channel = channel;
            this.workload = workload;
        }
    }

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private long[] latencies = new long[1 << 20];
    private int batches;

    LoadGenerator() throws IOException {}

    void connect(InetSocketAddress to, Workload workload) throws IOException {
        SocketChannel channel = SocketChannel.open(to);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel, workload);
        channel.register(selector, SelectionKey.OP_READ, connection);
        connections.add(connection);
    }

    /** Runs for so long, and counts what was answered. */
    Result run(int pipeline, double seconds) throws IOException {
        long began = System.nanoTime();
        long until = began + (long) (seconds * 1e9);
        batches = 0;
        for (Connection connection : connections) {
            send(connection, pipeline);
        }
        int open = connections.size();
        while (open > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (receive(connection)) {
                    if (System.nanoTime() < until) {
                        send(connection, pipeline);
                    } else {
                        open--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        double took = (System.nanoTime() - began) / 1e9;
        long[] sorted = Arrays.copyOf(latencies, batches);
        Arrays.sort(sorted);
        return new Result((long) batches * pipeline, took, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    private static void send(Connection connection, int pipeline) throws IOException {
        connection.out.clear();
        connection.awaited = connection.workload.fill(connection.out, pipeline);
        connection.out.flip();
        connection.sentAt = System.nanoTime();
        while (connection.out.hasRemaining()) {
            connection.channel.write(connection.out);
        }
    }

    /** True when the whole batch is answered. */
    private boolean receive(Connection connection) throws IOException {
        if (connection.channel.read(connection.in) < 0) {
            throw new IOException("the server closed a connection");
        }
        connection.in.flip();
        connection.awaited -= connection.workload.consume(connection.in);
        connection.in.compact();
        if (connection.awaited > 0) {
            return false;
        }
        if (batches == latencies.length) {
            latencies = Arrays.copyOf(latencies, latencies.length * 2);
        }
        latencies[batches++] = System.nanoTime() - connection.sentAt;
        return true;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}
