package io.ringkv.faults;

import io.ringkv.process.RealServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that ask for much more than they read: a little of each in turn, or nothing at all. */
final class SlowReaders implements AutoCloseable {
    private static final int QUESTIONS = 200;
    private static final int CONNECT_WITHIN_MS = 5_000;

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] little = new byte[16 << 10];
    private long bytesRead;

    /** @param key of a large value */
    SlowReaders(List<RealServer> nodes, int each, String key) throws IOException {
        byte[] questions = ("GET " + key + "\n").repeat(QUESTIONS).getBytes(StandardCharsets.UTF_8);
        for (RealServer node : nodes) {
            for (int i = 0; i < each; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_WITHIN_MS);
                socket.getOutputStream().write(questions);
            }
        }
    }

    /** Whoever was closed, as being too slow, reads no more. */
    void readALittleOfEach() {
        for (Socket socket : sockets) {
            try {
                if (socket.getInputStream().available() > 0) {
                    bytesRead += Math.max(0, socket.getInputStream().read(little));
                }
            } catch (IOException e) {
                // It was closed.
            }
        }
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
