package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Many clients that never read, and some that do, at one process on real sockets. */
@Timeout(60)
class UnsentOutputTest {
    private static final int VALUE_BYTES = 1 << 20;
    private static final String VALUE_LINE = "VALUE " + VALUE_BYTES + "\r\n";
    private static final long BYTES_MAX = 16L << 20;
    private static final int DEAF = 30;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Socket> open = new ArrayList<>();
    private final ActorLoop loop =
            ActorLoop.create("test", Limits.DEFAULT, BYTES_MAX, failure::set);
    private final TestActor actor = new TestActor(loop.network(), VALUE_BYTES);

    @BeforeEach
    void start() throws IOException {
        loop.bind("127.0.0.1", 0);
        loop.run(actor);
    }

    @AfterEach
    void end() throws IOException {
        for (Socket one : open) {
            one.close();
        }
        loop.close();
        assertThat(failure).hasNullValue();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", loop.boundPort());
        open.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            line.append((char) in.readByte());
        }
        return line.toString();
    }

    /** Asks for one value after the other, again when the answer is BUSY, until it has so many. */
    private static void read(Socket socket, int values) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] value = new byte[VALUE_BYTES + 2];
        for (int got = 0; got < values; ) {
            send(socket, "GET a\n");
            String line = line(in);
            if (line.startsWith("ERR BUSY OVERLOADED")) {
                LockSupport.parkNanos(5_000_000L);
            } else {
                assertThat(line).isEqualTo(VALUE_LINE);
                in.readFully(value);
                got++;
            }
        }
    }

    private void deaf() throws IOException {
        for (int i = 0; i < DEAF; i++) {
            send(connect(), "GET a\n".repeat(40));
        }
    }

    private void awaitClosed(int count) {
        while (actor.disconnects.get() < count) {
            LockSupport.parkNanos(5_000_000L);
        }
    }

    @Test
    void clientsThatNeverReadAreClosedAndAReaderIsServed() throws Exception {
        Socket reader = connect();
        deaf();
        read(reader, 50);
        awaitClosed(1);
        read(reader, 50);
        assertThat(actor.disconnects.get()).isLessThan(DEAF);
    }

    @Test
    void neverIsMoreUnsentThanTheBound() throws Exception {
        AtomicReference<Long> most = new AtomicReference<>(0L);
        actor.eachTurn(() -> most.accumulateAndGet(loop.unsentBytes(), Math::max));
        deaf();
        awaitClosed(1);
        // Beside values there are the lines around them.
        assertThat(most.get()).isBetween(BYTES_MAX / 2, BYTES_MAX + (1 << 20));
    }

    @Test
    void aSlowReaderIsNotTakenForOneThatNeverReads() throws Exception {
        Socket slow = connect();
        slow.setReceiveBufferSize(4096);
        send(slow, "GET a\n".repeat(12));
        deaf();
        DataInputStream in = new DataInputStream(slow.getInputStream());
        byte[] piece = new byte[64 << 10];
        long read = 0;
        while (actor.disconnects.get() < 3) {
            in.readFully(piece);
            read += piece.length;
            LockSupport.parkNanos(50_000_000L);
        }
        read(connect(), 5);
        assertThat(read).isLessThan(12L * VALUE_BYTES);
        in.readFully(piece);
    }
}
