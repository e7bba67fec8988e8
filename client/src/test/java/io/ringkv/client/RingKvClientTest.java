package io.ringkv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.record.Version;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

class RingKvClientTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] VALUE = "v".getBytes(UTF_8);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private ScriptedServer server(Function<Request, @Nullable Reply> answers) throws IOException {
        ScriptedServer server = ScriptedServer.node(answers);
        opened.add(server);
        return server;
    }

    private RingKvClient client(ScriptedServer server) {
        RingKvClient client = RingKvClient.connect(List.of(server.address()));
        opened.add(0, client);
        return client;
    }

    @Test
    void aPutReturnsItsReceiptAndCarriesARequestId() throws IOException {
        ScriptedServer server = server(request -> Reply.ok().with("v", "3.1").with("acks", "1/1"));
        assertThat(client(server).put(KEY, VALUE).join())
                .isEqualTo(new Written(new Version(3, 1), "1/1"));
        assertThat(server.requests().get(0).option(Option.REQUEST_ID)).isEqualTo("1700-ab-1");
    }

    @Test
    void aGetReturnsTheBytesOrNothing() throws IOException {
        RingKvClient client = client(server(request -> request.argument(0).equals("k")
                ? Reply.value(VALUE).with("v", "3.1")
                : Reply.notFound()));
        assertThat(client.get(KEY).join())
                .isEqualTo(Optional.of(new Value(VALUE, new Version(3, 1))));
        assertThat(client.get("other".getBytes(UTF_8)).join()).isEmpty();
    }

    @Test
    void aConditionThatDoesNotHoldNamesTheVersionFound() throws IOException {
        RingKvClient client = client(server(request -> Reply.conflict().with("v", "3.9")));
        assertThatThrownBy(() ->
                        client.compareAndSet(KEY, new Version(3, 1), VALUE).join())
                .hasCauseInstanceOf(ConflictException.class)
                .hasMessageContaining("3.9");
    }

    @Test
    void aRefusalIsAnExceptionWithItsClassAndCode() throws IOException {
        RingKvClient client =
                client(server(request -> Reply.error(ErrorCode.TOO_LARGE, "too much")));
        assertThatThrownBy(() -> client.put(KEY, VALUE).join())
                .cause()
                .isInstanceOfSatisfying(KvException.class, refused -> {
                    assertThat(refused.errorClass()).isEqualTo(ErrorClass.FATAL);
                    assertThat(refused.code()).isEqualTo("TOO_LARGE");
                });
    }

    @Test
    void aBrokenConnectionLeavesAWriteWithoutIdUnknown() throws IOException {
        RingKvClient client = client(server(request -> null));
        assertThatThrownBy(() ->
                        client.put(KEY, VALUE, WriteOptions.DEFAULT.once()).join())
                .hasCauseInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void aBrokenConnectionIsMadeUpForWhenTheWriteHasAnId() throws IOException {
        List<String> ids = new ArrayList<>();
        RingKvClient client = client(server(request -> {
            ids.add(String.valueOf(request.option(Option.REQUEST_ID)));
            return ids.size() == 1 ? null : Reply.ok().with("v", "3.1");
        }));
        assertThat(client.put(KEY, VALUE).join().version()).isEqualTo(new Version(3, 1));
        assertThat(ids).containsExactly("1700-ab-1", "1700-ab-1");
    }

    @Test
    void afterCloseEveryRequestFails() throws IOException {
        RingKvClient client = client(server(request -> Reply.ok()));
        client.close();
        assertThatThrownBy(() -> client.get(KEY).join()).hasCauseInstanceOf(KvException.class);
    }
}
