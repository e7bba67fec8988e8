package io.ringkv.client.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.client.ScriptedServer;
import io.ringkv.client.core.ClientCallback;
import io.ringkv.client.core.ClientCore;
import io.ringkv.client.core.ClientRequest;
import io.ringkv.client.core.ClientSettings;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.client.core.Route;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A real client core, driven by whoever waits, against real sockets. */
class CallerLoopTest {
    private static final Limits LIMITS =
            Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING);
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final class Heard implements ClientCallback {
        private @Nullable Reply reply;
        private String failure = "";

        boolean known() {
            return reply != null || !failure.isEmpty();
        }

        @Override
        public void answered(Reply answer) {
            reply = answer;
        }

        @Override
        public void unknown(String text) {
            failure = "unknown: " + text;
        }

        @Override
        public void unreachable(String text) {
            failure = "unreachable: " + text;
        }
    }

    private static Heard ask(HostAndPort server, Request request, long nanos)
            throws InterruptedException {
        Heard heard = new Heard();
        try (CallerLoop loop = CallerLoop.create(LIMITS)) {
            ClientSettings settings = ClientSettings.of("test", List.of(server));
            ClientCore core = new ClientCore(settings, loop, new SplittableRandom(1));
            core.submit(
                    System.nanoTime(), ClientRequest.of(request, Route.of(request), nanos), heard);
            loop.turnUntil(core, heard::known);
        }
        return heard;
    }

    private static Request get() {
        return Request.builder(Verb.GET).argument("k").build();
    }

    @Test
    void whatIsLargerThanAnyBufferGoesInAndOut() throws Exception {
        byte[] value = new byte[900_000];
        new SplittableRandom(7).nextBytes(value);
        try (ScriptedServer node =
                ScriptedServer.node(request -> Reply.value(request.requiredValue()))) {
            Request put = Request.builder(Verb.PUT).argument("k").value(value).build();
            Heard heard = ask(node.address(), put, PATIENCE_NANOS);
            assertThat(heard.reply).isNotNull();
            assertThat(heard.reply.block()).isEqualTo(value);
        }
    }

    @Test
    void aConnectionThatBreaksIsOpenedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer node = ScriptedServer.node(
                request -> asked.incrementAndGet() < 3 ? null : Reply.value("v".getBytes(UTF_8)))) {
            Heard heard = ask(node.address(), get(), PATIENCE_NANOS);
            assertThat(heard.reply).isNotNull();
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void whoSpeaksAnotherProtocolIsGivenUp() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread greeter = new Thread(() -> greetAll(stranger));
            greeter.start();
            HostAndPort address = new HostAndPort("127.0.0.1", stranger.getLocalPort());
            assertThat(ask(address, get(), PATIENCE_NANOS).failure)
                    .startsWith("unreachable: cannot reach " + address);
            stranger.close();
            greeter.join();
        }
    }

    private static void greetAll(ServerSocket stranger) {
        try {
            while (true) {
                try (Socket socket = stranger.accept()) {
                    InputStream in = socket.getInputStream();
                    socket.getOutputStream().write("220 mail.example\r\n".getBytes(UTF_8));
                    for (int c = in.read(); c >= 0; ) {
                        c = in.read();
                    }
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    @Test
    void aRefusedConnectionAndAnUnknownNameAreToldApart() throws Exception {
        assertThat(ask(new HostAndPort("127.0.0.1", 1), get(), PATIENCE_NANOS).failure)
                .contains("it refuses connections");
        assertThat(ask(new HostAndPort("no.such.invalid", 1), get(), PATIENCE_NANOS).failure)
                .contains("its name cannot be resolved");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            HostAndPort address = new HostAndPort("127.0.0.1", silent.getLocalPort());
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ask(address, get(), PATIENCE_NANOS))
                    .isInstanceOf(InterruptedException.class);
        }
    }
}
