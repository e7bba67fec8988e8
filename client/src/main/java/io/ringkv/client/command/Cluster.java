package io.ringkv.client.command;

import io.ringkv.client.CannotConnectException;
import io.ringkv.client.KvException;
import io.ringkv.client.core.ClientCore;
import io.ringkv.client.core.ClientRequest;
import io.ringkv.client.core.ClientSettings;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.client.core.Route;
import io.ringkv.client.inline.CallerLoop;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Limits;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The cluster as a command sees it: ask, and wait for the answer. For one thread, which also does the waiting client's
 * work: commands have nothing else to do, and are spared the start of a network library.
 */
public final class Cluster implements AutoCloseable {
    /** How long a coordinator is waited for where a node answers as well. */
    private static final long COORDINATOR_NANOS = 1_000_000_000L;

    private final CallerLoop loop;
    private final ClientCore core;
    private final Duration timeout;

    public Cluster(List<HostAndPort> servers, Duration timeout) {
        this.loop = CallerLoop.create(Limits.DEFAULT.withValueBytesMax(Limits.VALUE_BYTES_CEILING));
        this.core = new ClientCore(ClientSettings.of("kv", servers), loop, new SplittableRandom());
        this.timeout = timeout;
    }

    /** The reply, whatever it says; a {@code --timeout} on the request counts instead of the command's. */
    public Reply ask(Request request) {
        long nanos = Math.max(1, request.nanosOption(Option.TIMEOUT, timeout.toNanos()));
        return await(new ClientRequest(request, Route.of(request), nanos, true));
    }

    /** EXPLAIN, of a node where no coordinator can be asked: it knows the key's place as well. */
    Reply askWhoCan(Request request) {
        if (request.verb() != Verb.EXPLAIN) {
            return ask(request);
        }
        try {
            long nanos = Math.min(timeout.toNanos(), COORDINATOR_NANOS);
            Reply reply = await(ClientRequest.of(request, Route.COORDINATOR, nanos));
            if (!reply.isError(ErrorCode.UNAVAILABLE)) {
                return reply;
            }
        } catch (CannotConnectException e) {
            // The key's primary is asked.
        }
        return await(ClientRequest.of(request, Route.PRIMARY, timeout.toNanos()));
    }

    Reply ask(Request request, HostAndPort to) {
        return ask(request, to, timeout);
    }

    /** Waits less where the command's own time is longer. */
    Reply ask(Request request, HostAndPort to, Duration most) {
        long nanos = Math.min(timeout.toNanos(), most.toNanos());
        return await(ClientRequest.of(request, Route.to(to), nanos));
    }

    /** The reply, which is no error: an error ends the command. */
    Reply demand(Request request) {
        return good(ask(request));
    }

    /** As {@link #demand}, though anybody could answer. */
    Reply demandOfCoordinator(Request request) {
        return good(await(ClientRequest.of(request, Route.COORDINATOR, timeout.toNanos())));
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

    /** Learns who belongs to the cluster, if that is known within this time: then no one server is needed. */
    void learnMembers(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            await(ClientRequest.of(Request.of(Verb.PING), Route.ANYBODY, most.toNanos()));
            loop.turnUntil(core, () -> core.view().epoch() > 0 || System.nanoTime() > end);
        } catch (KvException | CommandException e) {
            // Whatever is asked next says what is wrong.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply await(ClientRequest request) {
        Outcome outcome = new Outcome();
        core.submit(System.nanoTime(), request, outcome);
        try {
            loop.turnUntil(core, outcome::known);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            boolean write = request.request().verb().supports(Option.REQUEST_ID);
            throw new CommandException(
                    ExitCode.INTERRUPTED,
                    write ? "interrupted; whether it was applied is not known" : "interrupted");
        }
        return outcome.get();
    }

    @Override
    public void close() {
        core.close();
        loop.close();
    }
}
