package io.ringkv.client.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of this machine that nobody listens on. */
final class Ports {
    private Ports() {}

    /** The first free ones from this one on, in ascending order. */
    static List<Integer> free(int from, int count) {
        List<Integer> free = new ArrayList<>();
        for (int port = from; port <= 65535 && free.size() < count; port++) {
            if (isFree(port)) {
                free.add(port);
            }
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket =
                new ServerSocket(port, 1, InetAddress.getByName(ServerProcess.HOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
