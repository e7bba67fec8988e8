package io.ringkv.coordinator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.codec.ProtocolException;
import io.ringkv.protocol.codec.ReplyDecoder;
import io.ringkv.protocol.codec.RequestEncoder;
import io.ringkv.protocol.view.Coordinator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A connection to another coordinator while this one starts, which may wait for the answers. It opens as coordinators
 * do: with the cluster's secret, and with the cluster that this directory belongs to.
 */
final class OtherCoordinator implements AutoCloseable {
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 6_000;

    private final Socket socket;
    private final ReplyDecoder replies =
            new ReplyDecoder(Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING));
    private final ByteBuf received = Unpooled.buffer();
    private final Reply greeting;

    private OtherCoordinator(Socket socket, Request hello) throws IOException {
        this.socket = socket;
        this.greeting = ask(hello);
    }

    /** @param cluster empty while this coordinator belongs to none */
    static OtherCoordinator connect(Coordinator to, String secret, String cluster)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(to.host(), to.port()), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            Request.Builder hello = Request.builder(Verb.HELLO)
                    .option(Option.ROLE, "coordinator")
                    .argument("1");
            if (!secret.isEmpty()) {
                hello.option(Option.TOKEN, secret);
            }
            if (!cluster.isEmpty()) {
                hello.option(Option.CLUSTER, cluster);
            }
            return new OtherCoordinator(socket, hello.build());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** What it said when it was greeted; may be an error. */
    Reply greeting() {
        return greeting;
    }

    Reply ask(Request request) throws IOException {
        ByteBuf sent = Unpooled.buffer();
        RequestEncoder.encode(request, sent);
        sent.readBytes(socket.getOutputStream(), sent.readableBytes());
        socket.getOutputStream().flush();
        byte[] piece = new byte[4096];
        try {
            Incoming reply = replies.next(received);
            while (!(reply instanceof Reply)) {
                int read = socket.getInputStream().read(piece);
                if (read < 0) {
                    throw new IOException("it closed the connection");
                }
                received.writeBytes(piece, 0, read);
                reply = replies.next(received);
            }
            return (Reply) reply;
        } catch (ProtocolException e) {
            throw new IOException("it does not speak this protocol", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
