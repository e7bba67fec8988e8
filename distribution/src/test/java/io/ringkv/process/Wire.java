package io.ringkv.process;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.protocol.Incoming;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.codec.ProtocolException;
import io.ringkv.protocol.codec.ReplyDecoder;
import io.ringkv.protocol.codec.RequestEncoder;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One raw socket: bytes as a person or any program would send them, and replies through the decoder or as bytes. */
public final class Wire implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 << 10;

    private final Socket socket;
    private final ReplyDecoder decoder =
            new ReplyDecoder(Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING));
    private final ByteBuf received = Unpooled.buffer();
    private final byte[] chunk = new byte[CHUNK_BYTES];

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire open(int port, Duration patience) throws IOException {
        return open("127.0.0.1", port, patience);
    }

    public static Wire open(String host, int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static Wire open(int port) throws IOException {
        return open(port, Duration.ofSeconds(15));
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public Wire send(Request request) throws IOException {
        ByteBuf out = Unpooled.buffer();
        RequestEncoder.encode(request, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return send(bytes);
    }

    public Reply ask(Request request) throws IOException {
        return send(request).reply();
    }

    /** One line, without its end. */
    public Reply ask(String line) throws IOException {
        return send(line + "\n").reply();
    }

    public Reply reply() throws IOException {
        try {
            Incoming next = decoder.next(received);
            while (!(next instanceof Reply)) {
                if (next == null) {
                    more();
                }
                next = decoder.next(received);
            }
            return (Reply) next;
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    private void more() throws IOException {
        int count = socket.getInputStream().read(chunk);
        if (count < 0) {
            throw new EOFException("closed by the other side");
        }
        received.discardReadBytes().writeBytes(chunk, 0, count);
    }

    /** Whether an answer, or its beginning, has come. */
    boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    Wire finishSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Everything up to the end of the connection, which may also be a reset. */
    String rest() throws IOException {
        try {
            while (true) {
                more();
            }
        } catch (EOFException | java.net.SocketException e) {
            return received.readCharSequence(received.readableBytes(), StandardCharsets.UTF_8)
                    .toString();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
