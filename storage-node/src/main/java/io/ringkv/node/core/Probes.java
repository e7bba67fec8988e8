package io.ringkv.node.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Port;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code PROBE}: tries an address for somebody else, with a connection of its own and one PING. */
final class Probes {
    private record Probe(long askerConnection, long askerSequence, long deadline) {}

    private static final long TIMEOUT_NANOS_MAX = 1_000_000_000L;

    private final Network network;
    private final Map<Long, Probe> open = new LinkedHashMap<>();

    Probes(Network network) {
        this.network = network;
    }

    /** Null when it may be tried. */
    static @Nullable Reply refusal(boolean mayAsk, Request request) {
        if (!mayAsk) {
            return Reply.error(
                    ErrorCode.NOT_AUTHORIZED,
                    "PROBE is for nodes and coordinators: the connection must open with HELLO --role=");
        }
        return Port.isPort(request.argument(1))
                ? null
                : Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        "PROBE takes a host, and a port from 1 to " + Port.MAX);
    }

    void start(long now, long connection, long sequence, Request request) {
        long nanos =
                Math.min(TIMEOUT_NANOS_MAX, request.nanosOption(Option.TIMEOUT, TIMEOUT_NANOS_MAX));
        int port = Integer.parseInt(request.argument(1));
        open.put(
                network.connect(request.argument(0), port),
                new Probe(connection, sequence, now + nanos));
    }

    boolean owns(long connection) {
        return open.containsKey(connection);
    }

    void connected(long connection) {
        network.request(connection, Request.of(Verb.PING));
    }

    void ended(long connection, boolean reachable) {
        Probe probe = open.remove(connection);
        if (probe != null) {
            network.close(connection);
            network.answer(
                    probe.askerConnection,
                    probe.askerSequence,
                    Reply.ok().with("reachable", reachable ? "1" : "0"));
        }
    }

    void tick(long now) {
        for (Map.Entry<Long, Probe> entry : new LinkedHashMap<>(open).entrySet()) {
            if (entry.getValue().deadline <= now) {
                ended(entry.getKey(), false);
            }
        }
    }
}
