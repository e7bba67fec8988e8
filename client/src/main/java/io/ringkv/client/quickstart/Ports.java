package io.ringkv.client.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of this machine that nobody listens on. */
final class Ports {
    private Ports() {}

    /**
     * The first free ones from this one on, in ascending order.
     *
     * @param behindFirst so far behind the first one, another must be free
     */
    static List<Integer> free(int from, int count, int behindFirst) {
        List<Integer> free = new ArrayList<>();
        for (int port = from; port <= 65535 && free.size() < count; port++) {
            boolean first = free.isEmpty();
            if (isFree(port) && (!first || isFree(port + behindFirst))) {
                free.add(port);
            }
        }
        return free;
    }

    private static boolean isFree(int port) {
        if (port > 65535) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
