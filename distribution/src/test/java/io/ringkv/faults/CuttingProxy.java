package io.ringkv.faults;

import io.ringkv.process.RealServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a node; now and then it swallows a reply and closes the connection. */
final class CuttingProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 << 10;

    private final RealServer node;
    private final int percent;
    private final ServerSocket listener;
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(RealServer node, int percent) throws IOException {
        this.node = node;
        this.percent = percent;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(node.host(), node.port());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Random random = new Random(client.getPort());
                daemon(() -> pass(client, server, () -> false));
                daemon(() -> pass(server, client, () -> random.nextInt(100) < percent));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private interface Chance {
        boolean cut();
    }

    private void pass(Socket from, Socket to, Chance chance) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (from;
                to) {
            for (int count = from.getInputStream().read(chunk);
                    count >= 0;
                    count = from.getInputStream().read(chunk)) {
                if (chance.cut()) {
                    cuts.incrementAndGet();
                    return;
                }
                to.getOutputStream().write(chunk, 0, count);
            }
        } catch (IOException e) {
            // One side has gone: so does the other.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
