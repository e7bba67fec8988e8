package io.ringkv.simulation;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;
import io.ringkv.simulation.history.Operation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One client's workload: a random operation at a time, and every outcome written into the history. */
final class SimClient implements Asker.Outcome {
    private static final long SESSION_NANOS = 1_000_000_000L;

    private final int id;
    private final World world;
    private final Asker asker;
    private final SplittableRandom random;
    private final Consumer<Operation> history;
    private final WorkloadSettings workload;
    private final Map<String, String> lastSeen = new TreeMap<>();
    private final Map<String, String> valueOfVersion = new TreeMap<>();
    private long writes;
    private long requestIds;
    private boolean open;
    private Operation.Kind kind = Operation.Kind.GET;
    private String key = "";
    private @Nullable String input;
    private @Nullable String expect;
    private long called;

    SimClient(
            int id,
            World world,
            Asker asker,
            SplittableRandom random,
            WorkloadSettings workload,
            Consumer<Operation> history) {
        this.workload = workload;
        this.id = id;
        this.world = world;
        this.asker = asker;
        this.random = random;
        this.history = history;
    }

    @Override
    public String toString() {
        return "client " + id + " waits for " + kind + " " + key;
    }

    boolean idle() {
        return !open;
    }

    /** Begins a random operation on the key, unless one is open. */
    void operate(String onKey) {
        if (open) {
            return;
        }
        begin(onKey);
        int what = random.nextInt(100);
        int puts = workload.getPercent() + workload.putPercent();
        if (what < workload.getPercent()) {
            get();
        } else if (what < puts) {
            put(Operation.Kind.PUT, Request.builder(Verb.PUT));
        } else if (what < puts + workload.casPercent()) {
            compareAndSet();
        } else {
            kind = Operation.Kind.DELETE;
            ask(withRequestId(Request.builder(Verb.DELETE)).argument(key));
        }
    }

    /** A get at the end, when nothing is broken any more. */
    void read(String onKey) {
        begin(onKey);
        get();
    }

    private void begin(String onKey) {
        key = onKey;
        input = null;
        expect = null;
    }

    private void get() {
        kind = Operation.Kind.GET;
        Request.Builder request = Request.builder(Verb.GET);
        if (workload.allPercent() > 0 && random.nextInt(100) < workload.allPercent()) {
            request.option(Option.LEVEL, "all");
        }
        ask(request.argument(key));
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
        ask(withRequestId(request).argument(key).value(input.getBytes(StandardCharsets.UTF_8)));
    }

    private Request.Builder withRequestId(Request.Builder request) {
        if (random.nextInt(100) < workload.idPercent()) {
            request.option(
                    Option.REQUEST_ID,
                    session() + "-" + Integer.toHexString(id + 1) + "-" + ++requestIds);
        }
        return request;
    }

    /** The time at which this client took its newest session, milliseconds. */
    private long session() {
        return world.now() / SESSION_NANOS * SESSION_NANOS / 1_000_000;
    }

    private void ask(Request.Builder request) {
        called = world.now();
        open = true;
        asker.ask(request.option(Option.TIMEOUT, "2s").build(), this);
    }

    @Override
    public void answered(Reply reply) {
        String version = reply.field("v");
        String output = null;
        byte[] block = reply.block();
        if (reply.status() == Status.VALUE && block != null) {
            output = new String(block, StandardCharsets.UTF_8);
        }
        String written = reply.status() == Status.OK ? input : output;
        boolean conflict = reply.status() == Status.CONFLICT;
        if (version != null && written != null) {
            lastSeen.put(key, version);
            valueOfVersion.put(key + "@" + version, written);
        } else if (conflict || reply.status() == Status.NOT_FOUND) {
            lastSeen.remove(key);
        }
        end(conflict ? Operation.Status.CONFLICT : Operation.Status.OK, output);
    }

    @Override
    public void failed() {
        end(Operation.Status.FAIL, null);
    }

    @Override
    public void unknown() {
        end(Operation.Status.UNKNOWN, null);
    }

    private void end(Operation.Status status, @Nullable String output) {
        long returned = status == Operation.Status.UNKNOWN ? Long.MAX_VALUE : world.now();
        open = false;
        history.accept(
                new Operation(id, kind, key, input, expect, output, status, called, returned));
    }
}
