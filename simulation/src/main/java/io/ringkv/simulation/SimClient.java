package io.ringkv.simulation;

import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One client: one operation at a time, on any node, over connections of its own, and every outcome written into the
 * history. With a request id it repeats a write of unknown outcome until it knows; without, it leaves it unknown.
 */
final class SimClient implements Actor {
    private static final long PATIENCE_NANOS = 8_000_000_000L;
    private static final int TRIES_MAX = 6;

    private final int id;
    private final SimHost host;
    private final Network network;
    private final List<SimHost> nodes;
    private final SplittableRandom random;
    private final Consumer<Operation> history;
    private final Map<Integer, Long> connections = new TreeMap<>();
    private final Set<Long> opened = new TreeSet<>();
    private final Map<String, String> lastSeen = new TreeMap<>();
    private final Map<String, String> valueOfVersion = new TreeMap<>();
    private long writes;
    private @Nullable Request current;
    private Operation.Kind kind = Operation.Kind.GET;
    private String key = "";
    private @Nullable String input;
    private @Nullable String expect;
    private long called;
    private long connection;
    private long tries;
    private long retryAt = Long.MAX_VALUE;
    private boolean mayHaveApplied;
    private long tags;
    private String tag = "";

    SimClient(
            int id,
            SimHost host,
            Network network,
            List<SimHost> nodes,
            SplittableRandom random,
            Consumer<Operation> history) {
        this.id = id;
        this.host = host;
        this.network = network;
        this.nodes = nodes;
        this.random = random;
        this.history = history;
    }

    @Override
    public String toString() {
        return "client " + id + " waits for " + kind + " " + key;
    }

    boolean idle() {
        return current == null;
    }

    /** Begins a random operation on the key, unless one is open. */
    void operate(String onKey) {
        if (current != null) {
            return;
        }
        key = onKey;
        input = null;
        expect = null;
        int what = random.nextInt(100);
        if (what < 40) {
            kind = Operation.Kind.GET;
            begin(Request.builder(Verb.GET).argument(key));
        } else if (what < 70) {
            put(Operation.Kind.PUT, Request.builder(Verb.PUT));
        } else if (what < 90) {
            compareAndSet();
        } else {
            kind = Operation.Kind.DELETE;
            begin(withRequestId(Request.builder(Verb.DELETE)).argument(key));
        }
    }

    /** A get at the end, when nothing is broken any more. */
    void read(String onKey) {
        key = onKey;
        input = null;
        expect = null;
        kind = Operation.Kind.GET;
        begin(Request.builder(Verb.GET).argument(key));
    }

    private void compareAndSet() {
        String version = lastSeen.get(key);
        if (version == null || random.nextInt(4) == 0) {
            put(Operation.Kind.CAS, Request.builder(Verb.PUT).option(Option.IF, "absent"));
        } else {
            expect = valueOfVersion.get(key + "@" + version);
            put(Operation.Kind.CAS, Request.builder(Verb.PUT).option(Option.IF, version));
        }
    }

    private void put(Operation.Kind newKind, Request.Builder request) {
        kind = newKind;
        input = "c" + id + "-" + ++writes;
        begin(withRequestId(request).argument(key).value(input.getBytes(StandardCharsets.UTF_8)));
    }

    private Request.Builder withRequestId(Request.Builder request) {
        if (random.nextBoolean()) {
            request.option(Option.REQUEST_ID, "1000-" + Integer.toHexString(id + 1) + "-" + ++tags);
        }
        return request;
    }

    private void begin(Request.Builder request) {
        called = host.world().now();
        tries = 0;
        mayHaveApplied = false;
        current = request.option(Option.TIMEOUT, "2s").build();
        send();
    }

    private void send() {
        Request request = current;
        if (request == null) {
            return;
        }
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
        if (reply.status() != Status.ERR) {
            answered(reply);
            return;
        }
        ErrorClass errorClass = reply.errorClass();
        mayHaveApplied |= errorClass == ErrorClass.UNKNOWN || errorClass == null;
        retryOrEnd();
    }

    private void answered(Reply reply) {
        String version = reply.field("v");
        String output = null;
        byte[] block = reply.block();
        if (reply.status() == Status.VALUE && block != null) {
            output = new String(block, StandardCharsets.UTF_8);
        }
        String written = reply.status() == Status.OK ? input : output;
        if (version != null && written != null) {
            lastSeen.put(key, version);
            valueOfVersion.put(key + "@" + version, written);
        } else if (reply.status() == Status.CONFLICT || reply.status() == Status.NOT_FOUND) {
            lastSeen.remove(key);
        }
        boolean conflict = reply.status() == Status.CONFLICT;
        if (conflict && mayHaveApplied) {
            end(Operation.Status.UNKNOWN, null);
        } else {
            end(conflict ? Operation.Status.CONFLICT : Operation.Status.OK, output);
        }
    }

    private Request current() {
        return java.util.Objects.requireNonNull(current);
    }

    private void retryOrEnd() {
        boolean repeatable =
                kind == Operation.Kind.GET || !mayHaveApplied || current().has(Option.REQUEST_ID);
        if (repeatable && tries < TRIES_MAX) {
            retryAt = host.world().now() + 20_000_000L + random.nextLong(200_000_000L);
            tag = "";
        } else {
            end(mayHaveApplied ? Operation.Status.UNKNOWN : Operation.Status.FAIL, null);
        }
    }

    private void end(Operation.Status status, @Nullable String output) {
        long returned = status == Operation.Status.UNKNOWN
                ? Long.MAX_VALUE
                : host.world().now();
        Operation operation =
                new Operation(id, kind, key, input, expect, output, status, called, returned);
        current = null;
        retryAt = Long.MAX_VALUE;
        history.accept(operation);
    }

    @Override
    public void disconnected(long now, long closed) {
        connections.values().removeIf(open -> open == closed);
        opened.remove(closed);
        if (current != null && closed == connection && !tag.isEmpty()) {
            mayHaveApplied |= kind != Operation.Kind.GET;
            retryOrEnd();
        }
    }

    @Override
    public void tick(long now) {
        if (current != null && host.world().now() >= retryAt) {
            if (!tag.isEmpty()) {
                mayHaveApplied |= kind != Operation.Kind.GET;
                network.close(connection);
                connections.values().removeIf(open -> open == connection);
                retryOrEnd();
            } else {
                send();
            }
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
