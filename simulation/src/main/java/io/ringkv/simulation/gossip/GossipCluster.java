package io.ringkv.simulation.gossip;

import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;
import io.ringkv.simulation.World;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** So many nodes that gossip, on a virtual clock, every one connected to every other. */
final class GossipCluster {
    static final long SECOND = 1_000_000_000L;
    private static final long TICK_NANOS = SECOND / 20;

    private final World world;
    private final TcpDelays delays;
    private final Map<String, GossipNode> byId = new TreeMap<>();
    private final List<GossipNode> nodes = new ArrayList<>();

    GossipCluster(long seed, int size, int lossPercent) {
        world = new World(seed);
        SplittableRandom random = new SplittableRandom(seed);
        delays = new TcpDelays(random.split(), lossPercent);
        for (int i = 1; i <= size; i++) {
            GossipNode node = new GossipNode(this, i, random.split());
            nodes.add(node);
            byId.put(id(i), node);
            tick(node, random.nextLong(TICK_NANOS));
        }
        View first = view(1);
        nodes.forEach(node -> node.adopt(first));
    }

    static String id(int number) {
        return "n" + number;
    }

    /** As long as those that are drawn. */
    static long start(int number) {
        return (1L << 61) + number;
    }

    static String address(int number) {
        return "10.0." + number / 250 + "." + (1 + number % 250) + ":5001";
    }

    /** Its slots are no part of gossip. */
    View view(long epoch) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= nodes.size(); i++) {
            String host = address(i).split(":", -1)[0];
            members.add(new Member(
                    id(i), "d" + i, start(i), host, 5001, "", 1, MemberState.UP, 0, false));
        }
        return new View("sim", "", epoch, 3, 100, members, List.of(), EpochGaps.NONE);
    }

    private void tick(GossipNode node, long delay) {
        world.after(delay, () -> {
            node.tick();
            tick(node, TICK_NANOS);
        });
    }

    long now() {
        return world.now();
    }

    TcpDelays delays() {
        return delays;
    }

    void later(long delay, Runnable action) {
        world.after(delay, action);
    }

    GossipNode node(String id) {
        return java.util.Objects.requireNonNull(byId.get(id), id);
    }

    List<GossipNode> nodes() {
        return nodes;
    }

    void seconds(long seconds) {
        world.runUntil(world.now() + seconds * SECOND);
    }

    /** Seconds until it is so; -1 when it is not within these. */
    double secondsUntil(long most, BooleanSupplier condition) {
        long began = world.now();
        while (!condition.getAsBoolean()) {
            if (world.now() - began > most * SECOND) {
                return -1;
            }
            world.runUntil(world.now() + SECOND / 100);
        }
        return (double) (world.now() - began) / SECOND;
    }
}
