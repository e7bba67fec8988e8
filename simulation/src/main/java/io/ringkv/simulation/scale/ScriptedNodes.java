package io.ringkv.simulation.scale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringkv.coordinator.core.CoordinatorConfig;
import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.Network;
import io.ringkv.protocol.codec.PushEncoder;
import io.ringkv.protocol.codec.RequestEncoder;
import io.ringkv.protocol.view.SlotTerms;
import io.ringkv.protocol.view.View;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A coordinator core and so many nodes that do what they have to and nothing else: they register, answer its pings, send
 * heartbeats, and are active at once in every term. Its log commits whatever it is given. Counts what leaves.
 */
final class ScriptedNodes implements Network {
    static final long SECOND = 1_000_000_000L;

    private final int size;
    private final CoordinatorCore core;
    private final OwnLog log = new OwnLog();
    private final Deque<Runnable> arrived = new ArrayDeque<>();
    private final List<Integer> pushes = new ArrayList<>();
    private final Map<Integer, Boolean> gone = new LinkedHashMap<>();
    private long now = 1_000 * SECOND;
    private long sequences;
    private long nextConnection = 1_000_000;

    ScriptedNodes(int size) {
        this.size = size;
        CoordinatorConfig config = new CoordinatorConfig(
                "scale",
                "",
                3,
                100,
                600 * SECOND,
                3 * SECOND,
                60 * SECOND,
                600 * SECOND,
                false,
                "",
                0);
        core = new CoordinatorCore(config, this, log, () -> now / 1_000_000, what -> {});
        core.leading(now, true);
        tick();
        for (int node = 1; node <= size; node++) {
            register(node);
        }
        heartbeats();
        heartbeats();
        tick();
        active();
    }

    View view() {
        return core.view();
    }

    /** Bytes of each push to one subscriber since the last call. */
    List<Integer> takePushes() {
        List<Integer> taken = List.copyOf(pushes);
        pushes.clear();
        return taken;
    }

    /** Bytes of each entry of the log since the last call. */
    List<Integer> takeEntries() {
        return log.takeSizes();
    }

    private void register(int node) {
        core.accepted(now, node, true);
        request(
                node,
                Request.builder(Verb.HELLO)
                        .option(Option.ROLE, "node")
                        .option(Option.NODE, "n" + node)
                        .argument("1"));
        request(
                node,
                Request.builder(Verb.REGISTER_NODE)
                        .option(Option.INCARNATION, (1L << 61) + node)
                        .option(Option.DATA_ID, "d" + node)
                        .option(Option.STORE, "whole")
                        .option(Option.EPOCH, 0)
                        .option(Option.WEIGHT, 1)
                        .argument("n" + node)
                        .argument("10.0." + node / 250 + "." + (1 + node % 250))
                        .argument("5001"));
    }

    /** As it is of a node in sync. */
    Request.Builder heartbeat(int node) {
        return Request.builder(Verb.HEARTBEAT)
                .option(Option.NODE, "n" + node)
                .option(Option.INCARNATION, (1L << 61) + node)
                .option(Option.EPOCH, view().epoch())
                .option(Option.WRITES, 1_000_000)
                .option(Option.BYTES, 1_000_000_000)
                .option(Option.COUNT, 49_152 / size)
                .option(Option.STORE, "whole");
    }

    int heartbeatBytes() {
        ByteBuf bytes = Unpooled.buffer();
        RequestEncoder.encode(heartbeat(1).build(), bytes);
        return bytes.readableBytes();
    }

    /** One of each node that is there. */
    void heartbeats() {
        for (int node = 1; node <= size; node++) {
            if (!gone.containsKey(node)) {
                request(node, heartbeat(node));
            }
        }
    }

    /** Every primary says that it is active in what is its own. */
    void active() {
        Map<String, SlotTerms> byPrimary = new LinkedHashMap<>();
        for (View.Share share : view().shares()) {
            SlotTerms terms =
                    byPrimary.computeIfAbsent(share.assignment().primary(), id -> new SlotTerms());
            share.slots().forEach(slot -> terms.add(slot, share.assignment().term()));
        }
        byPrimary.forEach((id, terms) -> request(
                Integer.parseInt(id.substring(1)),
                Request.builder(Verb.ACTIVE).value(terms.encode())));
    }

    void subscribe(int node) {
        request(node, Request.builder(Verb.SUBSCRIBE_VIEW));
    }

    /** The node falls silent; the others go on until it is judged. */
    void die(int node) {
        gone.put(node, true);
        for (int i = 0; i < 8; i++) {
            now += SECOND / 2;
            heartbeats();
            tick();
        }
    }

    void seconds(int seconds) {
        for (int i = 0; i < 2 * seconds; i++) {
            now += SECOND / 2;
            heartbeats();
            tick();
        }
    }

    private void request(int node, Request.Builder request) {
        core.request(now, node, ++sequences, request.build());
        turn();
    }

    private void tick() {
        core.tick(now);
        turn();
    }

    /** Until nothing more follows from what has happened. */
    private void turn() {
        core.endTurn(now);
        byte[] entry = log.next();
        while (entry != null || !arrived.isEmpty()) {
            if (entry == null) {
                arrived.remove().run();
            } else {
                core.committed(now, entry);
            }
            core.endTurn(now);
            entry = log.next();
        }
    }

    // ---- what leaves

    @Override
    public long connect(String host, int port) {
        long connection = nextConnection++;
        arrived.add(() -> core.connected(now, connection));
        return connection;
    }

    /** Nodes are asked for nothing but whether they are there. */
    @Override
    public void request(long connection, Request request) {
        if (request.verb() == Verb.PING) {
            arrived.add(() -> core.reply(now, connection, Reply.pong().withTag(request.tag())));
        }
    }

    @Override
    public void answer(long connection, long sequence, Reply reply) {
        if (reply.isError()) {
            throw new IllegalStateException("the coordinator refuses: " + reply);
        }
    }

    @Override
    public void allowOvertaking(long connection) {
        // Replies are looked at in no order.
    }

    @Override
    public void push(long connection, Push push) {
        ByteBuf bytes = Unpooled.buffer();
        PushEncoder.encode(push, bytes);
        pushes.add(bytes.readableBytes());
    }

    @Override
    public void close(long connection) {
        // Nothing is left of it.
    }
}
