package io.ringkv.client;

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
import io.ringkv.protocol.record.Version;
import io.ringkv.transport.ActorLoop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * A client of one cluster, for any number of threads. It runs a {@link ClientCore} on a thread of its own, which also
 * completes the futures: what is chained to them must not block. Failures are {@link KvException}s; a write whose
 * outcome cannot be known is an {@link UnknownOutcomeException}, and never another.
 */
public final class RingKvClient implements AutoCloseable {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final ActorLoop loop;
    private final ClientCore core;
    private final Set<Completion> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private boolean closed;

    private RingKvClient(String name, List<HostAndPort> servers) {
        Limits limits = Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING);
        loop = ActorLoop.create("ringkv-client", limits, this::failed);
        core = new ClientCore(
                ClientSettings.of(name, servers), loop.network(), new SplittableRandom());
        loop.run(core);
    }

    /**
     * A client that finds the cluster through any of these coordinators or nodes. It connects with its first request.
     */
    public static RingKvClient connect(List<HostAndPort> servers) {
        return connect("java", servers);
    }

    /** @param name shown to the servers: letters, digits and {@code -} */
    public static RingKvClient connect(String name, List<HostAndPort> servers) {
        return new RingKvClient(name, servers);
    }

    public CompletableFuture<Written> put(byte[] key, byte[] value) {
        return put(key, value, WriteOptions.DEFAULT);
    }

    /** Fails with {@link ConflictException} when the options have a condition that does not hold. */
    public CompletableFuture<Written> put(byte[] key, byte[] value, WriteOptions options) {
        return write(Requests.write(Verb.PUT, key, options).value(value).build(), options)
                .thenApply(Replies::written);
    }

    /** Writes if the key is still at the version; {@link Version#NONE} stands for absent. */
    public CompletableFuture<Written> compareAndSet(byte[] key, Version expected, byte[] value) {
        WriteOptions options = WriteOptions.DEFAULT;
        return put(
                key, value, expected.isNone() ? options.ifAbsent() : options.ifVersion(expected));
    }

    public CompletableFuture<Optional<Value>> get(byte[] key) {
        return get(key, ReadOptions.DEFAULT);
    }

    public CompletableFuture<Optional<Value>> get(byte[] key, ReadOptions options) {
        return read(Verb.GET, key, options).thenApply(Replies::value);
    }

    public CompletableFuture<Boolean> exists(byte[] key) {
        return read(Verb.EXISTS, key, ReadOptions.DEFAULT).thenApply(Replies::exists);
    }

    public CompletableFuture<Boolean> delete(byte[] key) {
        return delete(key, WriteOptions.DEFAULT);
    }

    /** Completes with whether there was anything to delete. */
    public CompletableFuture<Boolean> delete(byte[] key, WriteOptions options) {
        return write(Requests.write(Verb.DELETE, key, options).build(), options)
                .thenApply(Replies::deleted);
    }

    private CompletableFuture<Reply> read(Verb verb, byte[] key, ReadOptions options) {
        Request request = Requests.read(verb, key, options);
        return submit(ClientRequest.of(request, Route.PRIMARY, options.timeout().toNanos()));
    }

    private CompletableFuture<Reply> write(Request request, WriteOptions options) {
        long timeoutNanos = options.timeout().toNanos();
        return submit(
                new ClientRequest(request, Route.PRIMARY, timeoutNanos, options.identified()));
    }

    /** Any request, sent to whoever answers its verb; a refusal completes the future like any reply. */
    public CompletableFuture<Reply> request(Request request, Duration timeout) {
        return submit(new ClientRequest(request, Route.of(request), timeout.toNanos(), true));
    }

    /** Any request, to one process. */
    public CompletableFuture<Reply> request(Request request, HostAndPort to, Duration timeout) {
        return submit(ClientRequest.of(request, Route.to(to), timeout.toNanos()));
    }

    private CompletableFuture<Reply> submit(ClientRequest request) {
        Completion completion = new Completion();
        try {
            if (!ended) {
                open.add(completion);
                loop.execute(actor -> core.submit(loop.now(), request, completion));
            }
        } catch (RejectedExecutionException e) {
            ended = true;
        }
        if (ended) {
            completion.unreachable("this client is closed");
        }
        return completion.future;
    }

    private void failed(Throwable cause) {
        ended = true;
        for (Completion completion : open) {
            completion.future.completeExceptionally(
                    new UnknownOutcomeException("the client has failed: " + cause));
        }
    }

    /** Ends every open request with what is known of it. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            loop.execute(actor -> core.close());
            loop.close();
            failed(new IllegalStateException("it is closed"));
        }
    }

    private final class Completion implements ClientCallback {
        private final CompletableFuture<Reply> future = new CompletableFuture<>();

        @Override
        public void answered(Reply reply) {
            open.remove(this);
            future.complete(reply);
        }

        @Override
        public void unknown(String text) {
            open.remove(this);
            future.completeExceptionally(new UnknownOutcomeException(text));
        }

        @Override
        public void unreachable(String text) {
            open.remove(this);
            future.completeExceptionally(new CannotConnectException(text));
        }
    }
}
