package io.ringkv.benchmarks;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a RingKV process for its view, and sorts keys by the node that serves them, as a smart client does. */
final class Placements {
    private Placements() {}

    static View view(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET_VIEW\n".getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
                line.append((char) b);
            }
            int length = line.indexOf("len=");
            if (length < 0) {
                throw new IOException("no view: " + line);
            }
            byte[] block = new byte
                    [Integer.parseInt(line.substring(length + 4).split(" ")[0].trim())];
            in.readFully(block);
            return ViewCodec.decode(block);
        }
    }

    /** The keys that each node is primary of, by its address. */
    static Map<String, List<byte[]>> byPrimary(View view, List<byte[]> keys) {
        Map<String, List<byte[]>> byAddress = new TreeMap<>();
        for (byte[] key : keys) {
            Member primary = view.primaryOf(io.ringkv.hashing.Slots.of(key));
            if (primary == null) {
                throw new IllegalStateException("the cluster has not formed");
            }
            byAddress
                    .computeIfAbsent(primary.address(), address -> new ArrayList<>())
                    .add(key);
        }
        return byAddress;
    }
}
