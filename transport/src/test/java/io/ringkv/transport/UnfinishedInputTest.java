package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Many clients that send half of a request, and some that send all of it, at one process on real sockets. */
@Timeout(60)
class UnfinishedInputTest {
    private static final int VALUE_BYTES = 1 << 20;
    private static final int HALF_BYTES = 1_000_000;
    private static final long BYTES_MAX = 7L << 19;
    private static final String PUT = "PUT --length=" + VALUE_BYTES + " k\n";

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<Long> most = new AtomicReference<>(0L);
    private final AtomicReference<Long> current = new AtomicReference<>(0L);
    private final List<Socket> open = new ArrayList<>();
    private final ActorLoop loop =
            ActorLoop.create("test", Limits.DEFAULT, BYTES_MAX, failure::set);
    private final TestActor actor = new TestActor(loop.network(), 0);

    @BeforeEach
    void start() throws IOException {
        actor.eachTurn(() -> {
            current.set(loop.unfinishedBytes());
            most.accumulateAndGet(loop.unfinishedBytes(), Math::max);
        });
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
        assertThat(most.get()).isLessThanOrEqualTo(BYTES_MAX);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", loop.boundPort());
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(Socket socket) throws IOException {
        String line = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return String.valueOf(line);
    }

    private Socket half() throws IOException {
        Socket socket = connect();
        send(socket, PUT + "x".repeat(HALF_BYTES));
        return socket;
    }

    private void fill() throws IOException {
        half();
        half();
        half();
        await(3L * HALF_BYTES);
    }

    private void await(long bytes) {
        while (current.get() < bytes) {
            LockSupport.parkNanos(1_000_000L);
        }
    }

    private static void stall() {
        LockSupport.parkNanos(UnfinishedInput.STALLED_NANOS + 200_000_000L);
    }

    @Test
    void whoStallsMakesRoomForWhoSends() throws IOException {
        fill();
        stall();
        Socket late = half();
        Socket later = half();
        await(3L * HALF_BYTES);
        for (Socket one : List.of(late, later)) {
            send(one, "x".repeat(VALUE_BYTES - HALF_BYTES) + "\n");
            assertThat(line(one)).isEqualTo("PONG");
        }
        assertThat(actor.disconnects).hasValueBetween(1, 3);
    }

    @Test
    void whoKeepsSendingIsNotClosedForOthers() throws IOException {
        Socket slow = connect();
        send(slow, PUT + "x".repeat(HALF_BYTES));
        half();
        half();
        await(3L * HALF_BYTES);
        for (int i = 0; i < 15; i++) {
            send(slow, "x");
            LockSupport.parkNanos(100_000_000L);
        }
        half();
        half();
        send(slow, "x".repeat(VALUE_BYTES - HALF_BYTES - 15) + "\n");
        assertThat(line(slow)).isEqualTo("PONG");
    }

    @Test
    void whileNobodyStallsTheOneThatAsksIsRefused() throws IOException {
        fill();
        Socket fourth = connect();
        send(fourth, "@a " + PUT);
        while (fourth.getInputStream().available() == 0) {
            send(fourth, "x".repeat(1000));
            LockSupport.parkNanos(1_000_000L);
        }
        assertThat(line(fourth)).startsWith("@a ERR BUSY OVERLOADED ");
    }

    @Test
    void aRequestThatIsServedHoldsNothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            Socket one = half();
            send(one, "x".repeat(VALUE_BYTES - HALF_BYTES) + "\n");
            assertThat(line(one)).isEqualTo("PONG");
        }
        assertThat(actor.disconnects).hasValue(0);
        Socket last = connect();
        send(last, "@1 PING\n");
        assertThat(line(last)).isEqualTo("@1 PONG");
    }

    @Test
    void whoLeavesHoldsNothing() throws IOException {
        fill();
        for (Socket one : open) {
            one.close();
        }
        while (current.get() > 0) {
            LockSupport.parkNanos(1_000_000L);
        }
    }

    @Test
    void incompleteLinesCountToo() throws IOException {
        Socket one = connect();
        send(one, "GET " + "x".repeat(4000));
        await(4000);
    }
}
