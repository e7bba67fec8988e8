package io.ringkv.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process that holds many connections to one server, each of which asks in turn until there is no more input. */
final class ManyConnections {
    /** How many are opened; how many questions were answered. */
    static final String CONNECTED = "connected";

    static final String ANSWERED = "answered";

    private static final int PATIENCE_MS = 60_000;
    private static final int SHARES = 10;
    private static final byte[] QUESTION = "EXISTS nothing\n".getBytes(StandardCharsets.UTF_8);

    private final List<Socket> sockets = new ArrayList<>();
    private long answered;

    private ManyConnections() {}

    /** @param arguments host, port, how many */
    public static void main(String[] arguments) throws IOException {
        EndOfInput end = new EndOfInput();
        ManyConnections many = new ManyConnections();
        int count = Integer.parseInt(arguments[2]);
        many.open(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), count);
        System.out.println(CONNECTED + " " + count);
        while (!end.reached()) {
            many.askAll();
            System.out.println(ANSWERED + " " + many.answered);
        }
    }

    private void open(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(server, PATIENCE_MS);
        }
    }

    /** All of a share at once, so that their answers are waited for together. */
    private void askAll() throws IOException {
        int share = Math.max(1, sockets.size() / SHARES);
        for (int from = 0; from < sockets.size(); from += share) {
            List<Socket> some = sockets.subList(from, Math.min(from + share, sockets.size()));
            for (Socket socket : some) {
                socket.getOutputStream().write(QUESTION);
            }
            for (Socket socket : some) {
                String line = line(socket);
                if (!line.equals("NOT_FOUND")) {
                    throw new IOException("answered: " + line);
                }
                answered++;
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
