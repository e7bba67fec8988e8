package io.ringkv.simulation;

import io.ringkv.client.core.ClientCallback;
import io.ringkv.client.core.ClientCore;
import io.ringkv.client.core.ClientRequest;
import io.ringkv.client.core.ClientSettings;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.client.core.Route;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Asks through the client library's core, which knows the view and repeats what is safe to repeat. */
final class LibraryAsker implements Asker {
    private static final long TIMEOUT_NANOS = 8_000_000_000L;

    private final SimHost host;
    private final ClientCore core;

    LibraryAsker(SimHost host, SimNetwork network, SimCluster cluster, SplittableRandom random) {
        this.host = host;
        List<HostAndPort> seeds = new ArrayList<>();
        cluster.nodes().forEach(node -> seeds.add(new HostAndPort(node.name(), node.port())));
        this.core = new ClientCore(ClientSettings.of(host.name(), seeds), network.of(host), random);
    }

    @Override
    public void ask(Request request, Outcome outcome) {
        ClientRequest asked = ClientRequest.of(request, Route.PRIMARY, TIMEOUT_NANOS);
        core.submit(host.clock(), asked, new ClientCallback() {
            @Override
            public void answered(Reply reply) {
                if (reply.status() == Status.ERR) {
                    outcome.failed();
                } else {
                    outcome.answered(reply);
                }
            }

            @Override
            public void unknown(String text) {
                outcome.unknown();
            }

            @Override
            public void unreachable(String text) {
                outcome.failed();
            }
        });
    }

    @Override
    public void start(long now) {
        core.start(now);
    }

    @Override
    public void accepted(long now, long connection, boolean fromLoopback) {
        core.accepted(now, connection, fromLoopback);
    }

    @Override
    public void request(long now, long connection, long sequence, Request request) {
        core.request(now, connection, sequence, request);
    }

    @Override
    public void connected(long now, long connection) {
        core.connected(now, connection);
    }

    @Override
    public void reply(long now, long connection, Reply reply) {
        core.reply(now, connection, reply);
    }

    @Override
    public void push(long now, long connection, Push push) {
        core.push(now, connection, push);
    }

    @Override
    public void disconnected(long now, long connection) {
        core.disconnected(now, connection);
    }

    @Override
    public void tick(long now) {
        core.tick(now);
    }

    @Override
    public void endTurn(long now) {
        core.endTurn(now);
    }
}
