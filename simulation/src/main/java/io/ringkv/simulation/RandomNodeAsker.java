package io.ringkv.simulation;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks any node, as a person on telnet would, so that requests are forwarded. A write with a request id is repeated
 * at other nodes until its outcome is known; one without is left unknown. What was answered may be delivered once more.
 */
final class RandomNodeAsker implements Asker {
    private static final long PATIENCE_NANOS = 8_000_000_000L;
    private static final int TRIES_MAX = 6;
    private static final long LATE_NANOS_MAX = 5_000_000_000L;
    private static final String NOBODYS_TAG = "again";

    private final SimHost host;
    private final Network network;
    private final List<SimHost> nodes;
    private final SplittableRandom random;
    private final int againPercent;
    private final Map<Integer, Long> connections = new TreeMap<>();
    private final Set<Long> opened = new TreeSet<>();
    private @Nullable Request current;
    private @Nullable Outcome outcome;
    private long connection;
    private long tries;
    private long retryAt;
    private boolean mayHaveApplied;
    private long tags;
    private String tag = "";

    RandomNodeAsker(
            SimHost host,
            SimNetwork network,
            SimCluster cluster,
            int againPercent,
            SplittableRandom random) {
        this.againPercent = againPercent;
        this.host = host;
        this.network = network.of(host);
        this.nodes = cluster.nodes();
        this.random = random;
    }

    @Override
    public void ask(Request request, Outcome newOutcome) {
        tries = 0;
        mayHaveApplied = false;
        current = request;
        outcome = newOutcome;
        send(request);
    }

    private void send(Request request) {
        tries++;
        retryAt = host.world().now() + PATIENCE_NANOS;
        int node = random.nextInt(nodes.size());
        SimHost to = nodes.get(node);
        connection = connections.computeIfAbsent(node, n -> network.connect(to.name(), to.port()));
        tag = "t" + ++tags;
        if (opened.contains(connection)) {
            network.request(connection, request.withTag(tag));
        }
    }

    @Override
    public void connected(long now, long newlyOpened) {
        opened.add(newlyOpened);
        Request request = current;
        if (newlyOpened == connection && request != null && !tag.isEmpty()) {
            network.request(connection, request.withTag(tag));
        }
    }

    @Override
    public void reply(long now, long from, Reply reply) {
        if (current == null || !tag.equals(reply.tag())) {
            return;
        }
        boolean conflict = reply.status() == Status.CONFLICT;
        if (reply.status() == Status.ERR) {
            ErrorClass errorClass = reply.errorClass();
            mayHaveApplied |= errorClass == ErrorClass.UNKNOWN || errorClass == null;
            retryOrEnd(current);
        } else if (conflict && mayHaveApplied) {
            deliverAgain(current);
            end().unknown();
        } else {
            deliverAgain(current);
            end().answered(reply);
        }
    }

    /** A copy of a request that is answered arrives late, somewhere: with its id it must change nothing. */
    private void deliverAgain(Request request) {
        if (request.has(Option.REQUEST_ID) && random.nextInt(100) < againPercent) {
            host.world().after(1 + random.nextLong(LATE_NANOS_MAX), () -> {
                if (!opened.isEmpty()) {
                    List<Long> all = List.copyOf(opened);
                    network.request(
                            all.get(random.nextInt(all.size())), request.withTag(NOBODYS_TAG));
                }
            });
        }
    }

    private void retryOrEnd(Request request) {
        boolean repeatable =
                request.verb() == Verb.GET || !mayHaveApplied || request.has(Option.REQUEST_ID);
        if (repeatable && tries < TRIES_MAX) {
            retryAt = host.world().now() + 20_000_000L + random.nextLong(200_000_000L);
            tag = "";
        } else if (mayHaveApplied) {
            end().unknown();
        } else {
            end().failed();
        }
    }

    private Outcome end() {
        Outcome ended = java.util.Objects.requireNonNull(outcome);
        current = null;
        outcome = null;
        return ended;
    }

    @Override
    public void disconnected(long now, long closed) {
        connections.values().removeIf(open -> open == closed);
        opened.remove(closed);
        Request request = current;
        if (request != null && closed == connection && !tag.isEmpty()) {
            mayHaveApplied |= request.verb() != Verb.GET;
            retryOrEnd(request);
        }
    }

    @Override
    public void tick(long now) {
        Request request = current;
        if (request == null || host.world().now() < retryAt) {
            return;
        }
        if (tag.isEmpty()) {
            send(request);
        } else {
            mayHaveApplied |= request.verb() != Verb.GET;
            network.close(connection);
            connections.values().removeIf(open -> open == connection);
            retryOrEnd(request);
        }
    }

    @Override
    public void start(long now) {
        // Begins when it is told to.
    }

    @Override
    public void accepted(long now, long accepted, boolean fromLoopback) {
        throw new IllegalStateException("nobody connects to a client");
    }

    @Override
    public void request(long now, long from, long sequence, Request request) {
        throw new IllegalStateException("nobody asks a client");
    }

    @Override
    public void push(long now, long from, Push push) {
        // Asked for none.
    }

    @Override
    public void endTurn(long now) {
        // Sends at once.
    }
}
