package io.ringkv.simulation;

import io.ringkv.hashing.Slots;
import io.ringkv.node.core.Rules;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Actor;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.Voter;
import io.ringkv.simulation.check.Invariant;
import io.ringkv.simulation.check.Invariants;
import io.ringkv.simulation.history.Linearizability;
import io.ringkv.simulation.history.Operation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A schedule written by hand: three nodes, no random faults, and every step told. What its clients see goes into the
 * same history that random runs are judged by.
 */
final class Script {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(7);
    private final SimNetwork network;
    private final SimCluster cluster;
    private final List<Operation> history = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Invariant.Broken> broken = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int clients;

    Script(Rules rules) {
        SimSettings settings = SimSettings.quiet(7, rules);
        Invariants invariants = new Invariants(settings.cluster().bounds(), false, broken::add);
        network = new SimNetwork(world, settings, invariants);
        cluster = new SimCluster(world, settings, network, invariants, told::add);
        cluster.startAll();
        waitFor(
                "the cluster to serve",
                () -> cluster.view().formed()
                        && cluster.nodes().stream()
                                .allMatch(node -> cluster.core(node).recovering() == 0
                                        && cluster.core(node).epoch()
                                                == cluster.view().epoch()));
        seconds(1);
    }

    /** What the processes told whoever runs them. */
    List<String> told() {
        return told;
    }

    SimCluster cluster() {
        return cluster;
    }

    /** The nodes of a key's list: its primary first, then the others in ring order. */
    List<SimHost> listOf(String key) {
        Assignment assignment =
                cluster.view().assignment(Slots.of(key.getBytes(StandardCharsets.UTF_8)));
        List<SimHost> list = new ArrayList<>();
        list.add(host(assignment.primary()));
        for (Voter voter : assignment.voters()) {
            if (!voter.node().equals(assignment.primary())) {
                list.add(host(voter.node()));
            }
        }
        return list;
    }

    private SimHost host(String name) {
        return cluster.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The time of day, as HELLO puts it into a session. */
    long session() {
        return world.now() / 1_000_000;
    }

    /** A key that this node is primary of. */
    String keyOf(SimHost node) {
        int number = 0;
        while (primaryOf("key" + number) != node) {
            number++;
        }
        return "key" + number;
    }

    /** Every slot that prefers this node has it for its primary. */
    boolean servesAllThatPreferIt(SimHost node) {
        View view = cluster.view();
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            Assignment assignment = view.assignment(slot);
            if (assignment != null
                    && assignment.voters().get(0).node().equals(node.name())
                    && !assignment.primary().equals(node.name())) {
                return false;
            }
        }
        return true;
    }

    SimHost primaryOf(String key) {
        return listOf(key).get(0);
    }

    /** The node acts on the newest view and has taken over everything that is its own. */
    boolean serves(SimHost node) {
        return cluster.core(node).epoch() == cluster.view().epoch()
                && cluster.core(node).recovering() == 0;
    }

    /** The node as the coordinator has it on record. */
    Member memberOf(SimHost node) {
        return Objects.requireNonNull(cluster.view().member(node.name()), node.name());
    }

    /** Seconds since the beginning. */
    double now() {
        return (double) world.now() / SECOND;
    }

    /** Nothing passes between the two, in either direction. */
    void cut(SimHost one, SimHost other) {
        network.cuts().cut(one, other);
        network.cuts().cut(other, one);
    }

    void heal() {
        network.cuts().healAll();
    }

    void seconds(double seconds) {
        world.runUntil(world.now() + (long) (seconds * SECOND));
    }

    void waitFor(String what, BooleanSupplier condition) {
        long until = world.now() + 30 * SECOND;
        while (!condition.getAsBoolean()) {
            if (world.now() > until) {
                throw new AssertionError("waited in vain for " + what);
            }
            seconds(0.01);
        }
    }

    /** Puts through one node, and waits for the answer. */
    Reply put(SimHost node, String key, String value) {
        return change(Operation.Kind.PUT, node, putOf(key, value), value);
    }

    /** Puts where nothing is, through one node, and waits for the answer. */
    Reply putIfAbsent(SimHost node, String key, String value) {
        return change(
                Operation.Kind.CAS, node, putOf(key, value).option(Option.IF, "absent"), value);
    }

    /** Begins to put through one node, and never learns what became of it. */
    void leavePut(SimHost node, String key, String value) {
        long called = begin();
        begin(node, putOf(key, value).build());
        record(Operation.Kind.PUT, key, value, null, Operation.Status.UNKNOWN, called);
    }

    private static Request.Builder putOf(String key, String value) {
        return Request.builder(Verb.PUT)
                .argument(key)
                .value(value.getBytes(StandardCharsets.UTF_8));
    }

    private Reply change(Operation.Kind kind, SimHost node, Request.Builder request, String value) {
        long called = begin();
        Reply reply = ask(node, request.build());
        Operation.Status status = switch (reply.status()) {
            case OK -> Operation.Status.OK;
            case CONFLICT -> Operation.Status.CONFLICT;
            default ->
                reply.errorClass() == ErrorClass.UNKNOWN
                        ? Operation.Status.UNKNOWN
                        : Operation.Status.FAIL;
        };
        record(kind, request.build().argument(0), value, null, status, called);
        return reply;
    }

    /** Gets through one node, and waits for the answer. */
    Reply get(SimHost node, String key) {
        return beginGet(node, key).get();
    }

    /** Begins to get through one node, and goes on; what is returned waits for the answer. */
    Supplier<Reply> beginGet(SimHost node, String key) {
        long called = begin();
        Request request = Request.builder(Verb.GET).argument(key).build();
        Supplier<@Nullable Reply> asked = begin(node, request);
        return () -> {
            Reply reply = waitFor(request, asked);
            if (!reply.isError()) {
                byte[] block = reply.block();
                String value = block == null ? null : new String(block, StandardCharsets.UTF_8);
                record(Operation.Kind.GET, key, null, value, Operation.Status.OK, called);
            }
            return reply;
        };
    }

    private void record(
            Operation.Kind kind,
            String key,
            @Nullable String input,
            @Nullable String output,
            Operation.Status status,
            long called) {
        long returned = status == Operation.Status.UNKNOWN ? Long.MAX_VALUE : world.now();
        history.add(new Operation(0, kind, key, input, null, output, status, called, returned));
    }

    /** A step of its own: what ended before is over when this begins. */
    private long begin() {
        seconds(0.001);
        return world.now();
    }

    /** Asks one node, and waits for the answer; nothing goes into the history. */
    Reply ask(SimHost node, Request request) {
        return waitFor(request, begin(node, request));
    }

    private Reply waitFor(Request request, Supplier<@Nullable Reply> asked) {
        waitFor("the answer to " + request, () -> asked.get() != null);
        return Objects.requireNonNull(asked.get());
    }

    /** Asks one node, and goes on; the answer is null until it has come. */
    Supplier<@Nullable Reply> begin(SimHost node, Request request) {
        Connection connection = connect(node);
        connection.send(request);
        return () -> connection.replies.isEmpty() ? null : connection.replies.get(0);
    }

    /** A connection of its own to one node. */
    Connection connect(SimHost node) {
        SimHost host = new SimHost(world, "script" + ++clients, 1, 0);
        Connection connection = new Connection(network.of(host), node);
        host.boot(connection);
        return connection;
    }

    /** Something else is wrong. */
    void violated(String how) {
        violations.add(how);
    }

    /** Every invariant that was broken. */
    List<Invariant.Broken> broken() {
        return broken;
    }

    /** What is not linearizable, and every invariant that was broken. */
    List<String> violations() {
        List<String> violations = new ArrayList<>(this.violations);
        broken.forEach(invariant -> violations.add(String.valueOf(invariant.getMessage())));
        Linearizability.check(history).forEach(found -> violations.add(found.toString()));
        return violations;
    }

    /** A client's connection: requests go out as they are sent, replies are kept as they come. */
    static final class Connection implements Actor {
        private final Network network;
        private final SimHost node;
        private final List<Request> unsent = new ArrayList<>();
        private boolean open;
        private long id;
        final List<Reply> replies = new ArrayList<>();

        Connection(Network network, SimHost node) {
            this.network = network;
            this.node = node;
        }

        void send(Request request) {
            if (open) {
                network.request(id, request);
            } else {
                unsent.add(request);
            }
        }

        @Override
        public void start(long now) {
            id = network.connect(node.name(), node.port());
        }

        @Override
        public void connected(long now, long connection) {
            open = true;
            unsent.forEach(this::send);
        }

        @Override
        public void reply(long now, long connection, Reply reply) {
            replies.add(reply);
        }

        @Override
        public void accepted(long now, long connection, boolean fromLoopback) {}

        @Override
        public void request(long now, long connection, long sequence, Request asked) {}

        @Override
        public void push(long now, long connection, Push push) {}

        @Override
        public void disconnected(long now, long connection) {}

        @Override
        public void tick(long now) {}

        @Override
        public void endTurn(long now) {}
    }
}
