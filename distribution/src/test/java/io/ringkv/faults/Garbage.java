package io.ringkv.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Bytes that are no requests, or nearly are. */
final class Garbage {
    private static final int PATIENCE_MS = 2_000;
    private static final int BYTES_MAX = 20_000;

    /** Each breaks off, lies about a length, or says what only a node may. */
    private static final List<String> NEARLY = List.of(
            "PUT --length=1000000 k\nshort",
            "PUT --length=99999999999999999999 k\n",
            "PUT --length=-1 k\nx\n",
            "PUT --key-length=8000 --length=5\nabc",
            "GET \n",
            "GET k extra words that nobody asked for\n",
            "HELLO 1 --role=node --node=n1 --token=wrong\nREPLICATE --slot=1 --term=99\n",
            "HELLO 999\n",
            "REGISTER_NODE n1 10.213.0.1:1\n",
            "HEARTBEAT --length=4\n\0\0\0\0\n",
            "PROBE n1 n2\n",
            "@" + "7".repeat(300) + " GET k\n",
            "\r\n\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: here\r\n\r\n",
            "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n",
            "x".repeat(BYTES_MAX));

    private final Random random;
    private int sent;

    Garbage(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        sent++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            if (random.nextInt(3) == 0) {
                byte[] any = new byte[random.nextInt(BYTES_MAX)];
                random.nextBytes(any);
                bytes.writeBytes(any);
            } else {
                String nearly = NEARLY.get(random.nextInt(NEARLY.size()));
                bytes.writeBytes(nearly.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    /** On a connection of its own, which ends at once or waits for a byte. */
    void send(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(random.nextInt(20) + 1);
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            socket.getOutputStream().write(next());
            if (random.nextBoolean()) {
                socket.getInputStream().read();
            }
        } catch (IOException e) {
            // Refused, closed or silent: all are right.
        }
    }

    int sent() {
        return sent;
    }
}
