package io.ringkv.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.protocol.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What one process does on real sockets, in the words of netcat. */
@Timeout(30)
class ActorLoopTest {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ActorLoop loop = ActorLoop.create("test", Limits.DEFAULT, failure::set);
    private TestActor actor = new TestActor(loop.network(), 0);

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        loop.close();
    }

    private void start(int valueBytes) throws IOException {
        actor = new TestActor(loop.network(), valueBytes);
        loop.bind("127.0.0.1", 0);
        loop.run(actor);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", loop.boundPort());
        open.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** So many characters; carriage returns count for nothing and are left out. */
    private static String read(Socket socket, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
            if (text.length() == length) {
                break;
            }
        }
        return text.toString();
    }

    private static String readAll(Socket socket) throws IOException {
        return read(socket, Integer.MAX_VALUE);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000L);
        }
    }

    /** {@code printf 'GET a\nGET b\n' | nc}: all is sent, the sending half closes, and then answers are read. */
    private String netcat(String text) throws IOException {
        Socket socket = connect();
        send(socket, text);
        socket.shutdownOutput();
        return readAll(socket);
    }

    @Test
    void the_age_of_a_turn_is_never_below_zero_while_turns_end_on_another_thread()
            throws IOException {
        start(0);
        AtomicBoolean over = new AtomicBoolean();
        turnUntil(over);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2_000_000; i++) {
            least = Math.min(least, loop.turnAgeNanos());
        }
        over.set(true);
        assertThat(least).isNotNegative();
    }

    private void turnUntil(AtomicBoolean over) {
        loop.execute(current -> {
            if (!over.get()) {
                turnUntil(over);
            }
        });
    }

    @Test
    void aHalfClosedConnectionIsServedToItsEndAndThenClosed() throws Exception {
        start(0);
        assertThat(netcat("GET a\nGET b\n")).isEqualTo("VALUE 1\na\nVALUE 1\nb\n");
        assertThat(netcat("GET later\r\nGET b\r\n")).isEqualTo("VALUE 5\nlater\nVALUE 1\nb\n");
        await(() -> actor.disconnects.get() == 2);
    }

    @Test
    void everyRequestOfALongPipelineIsAnsweredInOrder() throws Exception {
        start(0);
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 10_000; i < 30_000; i++) {
            String key = i % 1000 == 7 ? "later" + i : "k" + i;
            requests.append("GET ").append(key).append('\n');
            replies.append("VALUE ")
                    .append(key.length())
                    .append('\n')
                    .append(key)
                    .append('\n');
        }
        Socket socket = connect();
        Thread writer = new Thread(() -> {
            try {
                send(socket, requests.toString());
                socket.shutdownOutput();
            } catch (IOException e) {
                failure.set(e);
            }
        });
        writer.start();
        assertThat(readAll(socket)).isEqualTo(replies.toString());
        writer.join();
        assertThat(failure).hasNullValue();
    }

    @Test
    void manyRequestsOfOnePassAreOneTurn() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "GET a\n".repeat(500));
        read(socket, 500 * "VALUE 1\na\n".length());
        assertThat(actor.turns.get() - actor.ticks.get()).isLessThan(50);
    }

    @Test
    void bytesThatComeOneByOneMakeTheSameRequests() throws Exception {
        start(0);
        Socket socket = connect();
        socket.setTcpNoDelay(true);
        for (char c : "GET a\n\nGET --key-length=3 \nb\nc\n".toCharArray()) {
            send(socket, String.valueOf(c));
            Thread.yield();
        }
        assertThat(read(socket, 20)).isEqualTo("VALUE 1\na\nVALUE 3\nb\nc\n".substring(0, 20));
    }

    @Test
    void aBrowserGetsAnHttpErrorAndIsCutOff() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET a\r\n");
        assertThat(readAll(socket)).startsWith("HTTP/1.1 400 ").doesNotContain("VALUE");
        assertThat(actor.requests.get()).isZero();
    }

    @Test
    void refusalsStandInTheOrderOfTheRequests() throws Exception {
        start(0);
        String[] lines = netcat("GET later\nNONSENSE\nGET b\n").split("\n");
        assertThat(lines[0]).isEqualTo("VALUE 5");
        assertThat(lines[2]).startsWith("ERR FATAL UNKNOWN_COMMAND");
        assertThat(lines[4]).isEqualTo("b");
    }

    @Test
    void anErrorThatClosesIsTheLastAnswer() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "GET later\nGET " + "x".repeat(9000) + "\nGET c\n");
        String all = readAll(socket);
        assertThat(all).startsWith("VALUE 5\nlater\nERR FATAL TOO_LARGE");
        assertThat(actor.requests.get()).isEqualTo(1);
    }

    @Test
    void taggedRepliesOvertakeOnceThatIsAgreed() throws Exception {
        start(0);
        assertThat(netcat("HELLO --ooo 1\n@1 GET later\n@2 GET b\n"))
                .isEqualTo("OK\n@2 VALUE 1\nb\n@1 VALUE 5\nlater\n");
    }

    @Test
    void aRequestThatBreaksOffIsAnsweredToo() throws Exception {
        start(0);
        assertThat(netcat("@7 PUT --length=1000000 k\nthe beg"))
                .startsWith("@7 ERR FATAL SYNTAX : the connection ended within the block");
        assertThat(netcat("GET later\nGET b"))
                .startsWith(
                        "VALUE 5\nlater\nERR FATAL SYNTAX : the connection ended before the end");
        assertThat(netcat("PUT --length=99999999999 k\n")).startsWith("ERR FATAL TOO_LARGE");
        assertThat(netcat("PUT --length=2000000 k\nthe beg")).startsWith("ERR FATAL TOO_LARGE");
        assertThat(netcat("GET a\n\r\n  ")).isEqualTo("VALUE 1\na\n");
    }

    @Test
    void quitIsAnsweredBehindEverythingAndCloses() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "GET later\nQUIT\nGET c\n");
        assertThat(readAll(socket)).isEqualTo("VALUE 5\nlater\nOK\n");
    }

    @Test
    void helpComesFromTheVerbTable() throws Exception {
        start(0);
        assertThat(netcat("HELP get\n"))
                .startsWith("* SYNTAX : GET ")
                .contains("* EXAMPLE : GET user:alice\n")
                .endsWith("OK\n");
        assertThat(netcat("HELP\n")).contains("* PUT : ").doesNotContain("* REPLICATE");
        assertThat(netcat("HELP GTE\n")).contains("UNKNOWN_COMMAND").contains("HELP GET?");
    }

    @Test
    void whatThisBuildDoesNotHaveIsRefusedByName() throws Exception {
        start(0);
        assertThat(netcat("AUTH x\n")).startsWith("ERR FATAL UNSUPPORTED").contains("AUTH");
        assertThat(netcat("INCR a\n")).startsWith("ERR FATAL UNSUPPORTED").contains("INCR");
    }

    @Test
    void aReaderThatDoesNotReadStopsOnlyItself() throws Exception {
        int valueBytes = 1 << 20;
        start(valueBytes);
        Socket slow = connect();
        Thread writer = new Thread(() -> {
            try {
                send(slow, "GET a\nGET later\n".repeat(50_000));
            } catch (IOException e) {
                // Closed at the end of the test, in the middle of writing.
            }
        });
        writer.start();
        await(() -> actor.requests.get() > 0);
        long ticks = actor.ticks.get();
        await(() -> actor.ticks.get() > ticks + 10);
        assertThat(actor.requests.get()).isLessThan(200);
        Socket other = connect();
        send(other, "GET b\n");
        assertThat(read(other, 14)).isEqualTo("VALUE " + valueBytes + "\n");
        slow.close();
        writer.join();
    }

    @Test
    void whatOneConnectionMayHaveOpenIsBounded() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "GET later\n".repeat(5_000));
        await(() -> actor.requests.get() > 0);
        assertThat(actor.requests.get()).isLessThanOrEqualTo(1024);
        assertThat(read(socket, 5_000 * 14)).hasSize(70_000);
    }

    @Test
    void aMalformedMessageClosesItsConnectionAlone() throws Exception {
        start(0);
        Socket bad = connect();
        send(bad, "CONFIRM --epoch=1 --round=1\n");
        assertThat(readAll(bad)).isEmpty();
        await(() -> actor.disconnects.get() == 1);
        assertThat(netcat("GET a\n")).isEqualTo("VALUE 1\na\n");
        assertThat(failure).hasNullValue();
    }

    @Test
    void anActorThatThrowsGetsNothingMore() throws Exception {
        start(0);
        Socket socket = connect();
        send(socket, "DELETE a\nGET b\n");
        await(() -> failure.get() != null);
        assertThat(failure.get()).hasMessage("a bug");
        assertThat(actor.requests.get()).isEqualTo(1);
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws Exception {
        start(0);
        try (ActorLoop second = ActorLoop.create("second", Limits.DEFAULT, failure::set)) {
            assertThatThrownBy(() -> second.bind("127.0.0.1", loop.boundPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + loop.boundPort())
                    .hasMessageContaining("another process");
        }
    }

    @Test
    void aConnectionThatCannotBeOpenedIsReportedGone() throws Exception {
        start(0);
        loop.execute(a -> loop.network().connect("127.0.0.1", 1));
        await(() -> actor.disconnects.get() == 1);
        loop.execute(a -> loop.network().connect("no-such-host.invalid", 1));
        await(() -> actor.disconnects.get() == 2);
    }
}
