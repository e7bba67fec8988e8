package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.client.RingKvClient;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The cluster as a command sees it: ask, and wait for the answer. The client behind it starts when it is needed. */
public final class Cluster implements AutoCloseable {
    private final RingKvClient client;
    private final Duration timeout;

    public Cluster(List<HostAndPort> servers, Duration timeout) {
        this.client = RingKvClient.connect("kv", servers);
        this.timeout = timeout;
    }

    /** The reply, whatever it says; a {@code --timeout} on the request counts instead of the command's. */
    public Reply ask(Request request) {
        long nanos = request.nanosOption(Option.TIMEOUT, timeout.toNanos());
        return await(client.request(request, Duration.ofNanos(Math.max(1, nanos))));
    }

    Reply ask(Request request, HostAndPort to) {
        return await(client.request(request, to, timeout));
    }

    /** The reply, which is no error: an error ends the command. */
    Reply demand(Request request) {
        return good(ask(request));
    }

    static Reply good(Reply reply) {
        ErrorClass errorClass = reply.errorClass();
        if (errorClass != null) {
            String code = reply.errorCode();
            throw new KvException(
                    errorClass, code == null ? "" : code, reply.text() + " (" + code + ")");
        }
        return reply;
    }

    View view() {
        byte[] block = demand(Request.of(Verb.GET_VIEW)).block();
        return block == null ? View.none() : ViewCodec.decode(block);
    }

    private static Reply await(CompletableFuture<Reply> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
