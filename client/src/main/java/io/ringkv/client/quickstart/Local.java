package io.ringkv.client.quickstart;

import io.ringkv.client.KvException;
import io.ringkv.client.RingKvClient;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The cluster that was started here, asked and waited for. */
final class Local implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 200_000_000L;

    private final RingKvClient client;

    private Local(RingKvClient client) {
        this.client = client;
    }

    static Local of(List<ServerProcess> servers) {
        return new Local(RingKvClient.connect(
                "quickstart", servers.stream().map(ServerProcess::address).toList()));
    }

    RingKvClient client() {
        return client;
    }

    /** What anybody replies to STATUS; null while nobody does. A node may know only what was. */
    @Nullable
    Reply status() {
        return replied(client.request(Request.of(Verb.STATUS), STATUS_PATIENCE));
    }

    /** What the coordinator in this one replies. */
    @Nullable
    Reply status(ServerProcess server) {
        return replied(
                client.request(Request.of(Verb.STATUS), server.coordinator(), STATUS_PATIENCE));
    }

    private static @Nullable Reply replied(CompletableFuture<Reply> status) {
        try {
            Reply reply = status.join();
            return reply.isOk() ? reply : null;
        } catch (CompletionException e) {
            return null;
        }
    }

    /** The result, or why there is none. */
    static <T> T get(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof KvException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        }
    }

    static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    static boolean await(BooleanSupplier condition, long millisMax) {
        long deadline = System.currentTimeMillis() + millisMax;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    @Override
    public void close() {
        client.close();
    }
}
