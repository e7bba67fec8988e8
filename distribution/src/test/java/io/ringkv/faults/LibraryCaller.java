package io.ringkv.faults;

import io.ringkv.client.ConflictException;
import io.ringkv.client.KvException;
import io.ringkv.client.ReadOptions;
import io.ringkv.client.RingKvClient;
import io.ringkv.client.UnknownOutcomeException;
import io.ringkv.client.Value;
import io.ringkv.client.WriteOptions;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.process.RealServer;
import io.ringkv.protocol.record.Version;
import io.ringkv.simulation.history.Operation.Status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The client library, which finds primaries itself and, with request ids, repeats what was lost. */
final class LibraryCaller implements Caller {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RingKvClient client;
    private final WriteOptions writes;
    private final ReadOptions reads = ReadOptions.DEFAULT.withTimeout(PATIENCE);

    LibraryCaller(List<RealServer> servers, boolean identified) {
        client = RingKvClient.connect(servers.stream()
                .map(server -> new HostAndPort(server.host(), server.port()))
                .toList());
        WriteOptions options = WriteOptions.DEFAULT.withTimeout(PATIENCE);
        writes = identified ? options : options.once();
    }

    @Override
    public Answer get(String key) {
        return answer(
                client.get(bytes(key), reads),
                found -> new Answer(
                        Status.OK,
                        found.map(Value::text).orElse(null),
                        found.map(Value::version).orElse(Version.NONE)));
    }

    @Override
    public Answer put(String key, String value) {
        return put(key, value, writes);
    }

    @Override
    public Answer compareAndSet(String key, Version expected, String value) {
        return put(key, value, expected.isNone() ? writes.ifAbsent() : writes.ifVersion(expected));
    }

    private Answer put(String key, String value, WriteOptions options) {
        return answer(
                client.put(bytes(key), bytes(value), options),
                written -> new Answer(Status.OK, value, written.version()));
    }

    @Override
    public Answer delete(String key) {
        return answer(client.delete(bytes(key), writes), existed -> Answer.of(Status.OK));
    }

    private static <T> Answer answer(CompletableFuture<T> future, Function<T, Answer> ok) {
        try {
            return ok.apply(future.join());
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ConflictException) {
                return Answer.of(Status.CONFLICT);
            }
            if (cause instanceof UnknownOutcomeException) {
                return Answer.of(Status.UNKNOWN);
            }
            if (cause instanceof KvException) {
                return Answer.of(Status.FAIL);
            }
            throw e;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
