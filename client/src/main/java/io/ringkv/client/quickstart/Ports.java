package io.ringkv.client.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;

/** Ports of this machine that nobody listens on, each handed out once, in ascending order. */
final class Ports {
    private static final int PORT_MAX = 65_535;

    private final int from;
    private int next;

    Ports(int from) {
        this.from = from;
        this.next = from;
    }

    int next() throws IOException {
        return nextWith();
    }

    /** The ports so far behind it are free as well. */
    int nextWith(int... behind) throws IOException {
        while (next <= PORT_MAX) {
            int port = next++;
            if (isFree(port) && Arrays.stream(behind).allMatch(more -> isFree(port + more))) {
                return port;
            }
        }
        throw new IOException(
                "there are not enough free ports from " + from + " on; choose another --base-port");
    }

    private static boolean isFree(int port) {
        if (port > PORT_MAX) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
