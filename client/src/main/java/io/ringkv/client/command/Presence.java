package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether anybody is at an address, answering or not: the system takes connections for a program that hangs, too. */
final class Presence {
    private static final int CONNECT_MILLIS_MAX = 500;

    private Presence() {}

    static boolean takesConnections(HostAndPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
