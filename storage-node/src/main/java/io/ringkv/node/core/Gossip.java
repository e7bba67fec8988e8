package io.ringkv.node.core;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What nodes tell each other with the coordinators away (SWIM: Das, Gupta, Motivala 2002): in every round a few peers,
 * each in its turn of a random order, are asked with one bounded message, and answer with one. A peer that does not
 * answer is suspected only once others that were asked do not reach it either. Suspecting is all it does: who is DOWN
 * is for the coordinator, and which view counts for {@link ViewKeeper}.
 */
public final class Gossip {
    /** How messages leave; the answers come back by the methods of the same names. */
    public interface Wire {
        boolean isConnected(String node);

        /** Answered by {@link Gossip#answered} or {@link Gossip#lost}, or not at all. */
        void ask(String node, GossipMessage message);

        /** Has one node try to reach another; answered by {@link Gossip#probed}, or not at all. */
        void probe(String helper, String target);

        /** That node has a newer view. */
        void fetchView(String node, long epoch);
    }

    private static final long ANSWER_NANOS = 500_000_000L;
    private static final long PROBES_NANOS = 1_000_000_000L;
    private static final int HELPERS = 3;
    private static final long NOT_BEGUN = Long.MIN_VALUE;
    /** A view that coordinators push comes by itself, and whole ones are large. */
    private static final long VIEW_GRACE_NANOS = 200_000_000L;

    private static final long VIEW_AGAIN_NANOS = 1_000_000_000L;

    private final String self;
    private final GossipPace pace;
    private final RandomGenerator random;
    private final Wire wire;
    private final GossipTable table;
    private final Map<String, GossipQuestion> open = new TreeMap<>();
    private List<String> turns = new ArrayList<>();
    private long epoch;
    private long nextRound = NOT_BEGUN;
    private long newest;
    private long fetchFrom;
    private long sent;
    private long suspicions;

    /** @param own what this node says of itself */
    public Gossip(GossipEntry own, GossipPace pace, RandomGenerator random, Wire wire) {
        this.self = own.id();
        this.pace = pace;
        this.random = random;
        this.wire = wire;
        table = new GossipTable(self, own.start(), own.address());
    }

    public void viewed(long now, View view) {
        epoch = view.epoch();
        table.viewed(now, view);
        open.keySet().removeIf(id -> table.get(id) == null);
        turns.clear();
    }

    /** Another node's message, and what it is answered. */
    public GossipMessage asked(long now, GossipMessage message) {
        take(now, message);
        return messageFor(message.from());
    }

    public void answered(long now, GossipMessage message) {
        take(now, message);
    }

    /** The connection broke before the answer. */
    public void lost(long now, String node) {
        GossipQuestion question = open.get(node);
        if (question != null && !question.isIndirect()) {
            askOthers(now, question);
        }
    }

    /** A helper has tried to reach the target. */
    public void probed(long now, String target, boolean reachable) {
        GossipQuestion question = open.get(target);
        if (question == null || !question.isIndirect()) {
            return;
        }
        if (reachable) {
            open.remove(target);
            return;
        }
        question.denied();
        if (question.isDeniedByAll()) {
            conclude(now, question);
        }
    }

    /** Whoever speaks is there, over whichever connection. */
    private void take(long now, GossipMessage message) {
        open.remove(message.from());
        table.heard(now, message.from(), message.epoch());
        message.entries().forEach(entry -> table.take(now, entry));
        long before = newest;
        newest = table.newestEpoch();
        if (newest > Math.max(before, epoch)) {
            fetchFrom = now + VIEW_GRACE_NANOS;
        }
    }

    private GossipMessage messageFor(String node) {
        sent++;
        return new GossipMessage(self, epoch, table.linesFor(node));
    }

    public void tick(long now) {
        if (newest > epoch && now >= fetchFrom) {
            fetchFrom = now + VIEW_AGAIN_NANOS;
            GossipRow source = table.fetchNext(now, epoch, wire::isConnected);
            if (source != null) {
                wire.fetchView(source.id, source.epoch);
            }
        }
        for (GossipQuestion question : List.copyOf(open.values())) {
            if (question.deadline <= now) {
                unanswered(now, question);
            }
        }
        if (nextRound == NOT_BEGUN) {
            nextRound = now + random.nextLong(pace.intervalNanos());
        } else if (now >= nextRound) {
            nextRound = now + pace.intervalNanos();
            round(now);
        }
    }

    private void round(long now) {
        int others = table.others().size();
        for (int i = 0; i < Math.min(pace.fanout(), others); i++) {
            String node = nextInTurn();
            if (!open.containsKey(node)) {
                begin(now, node);
            }
        }
    }

    /** Everybody once, in an order drawn anew each time: nobody is left out for long. */
    private String nextInTurn() {
        if (turns.isEmpty()) {
            turns = new ArrayList<>(table.others());
            shuffle(turns, turns.size());
        }
        return turns.remove(turns.size() - 1);
    }

    /** So many of them, drawn at random, come to stand first. */
    private void shuffle(List<String> nodes, int first) {
        for (int i = 0; i < first; i++) {
            int other = random.nextInt(i, nodes.size());
            String node = nodes.get(i);
            nodes.set(i, nodes.get(other));
            nodes.set(other, node);
        }
    }

    private void begin(long now, String node) {
        GossipQuestion question = new GossipQuestion(node, now + ANSWER_NANOS);
        open.put(node, question);
        if (wire.isConnected(node)) {
            wire.ask(node, messageFor(node));
        } else {
            askOthers(now, question);
        }
    }

    private void unanswered(long now, GossipQuestion question) {
        if (!question.isIndirect()) {
            askOthers(now, question);
        } else if (question.isDenied()) {
            conclude(now, question);
        } else {
            open.remove(question.target);
        }
    }

    /** With nobody left to ask, this node's word is all there is. */
    private void askOthers(long now, GossipQuestion question) {
        List<String> helpers = new ArrayList<>(table.others());
        helpers.removeIf(
                id -> id.equals(question.target) || !wire.isConnected(id) || isSuspected(id));
        int count = Math.min(HELPERS, helpers.size());
        shuffle(helpers, count);
        if (count == 0) {
            conclude(now, question);
            return;
        }
        question.askedOthers(count, now + PROBES_NANOS);
        helpers.subList(0, count).forEach(helper -> wire.probe(helper, question.target));
    }

    private void conclude(long now, GossipQuestion question) {
        open.remove(question.target);
        GossipRow row = table.get(question.target);
        if (row != null && !row.mine) {
            suspicions++;
            table.suspect(now, row);
        }
    }

    public boolean isSuspected(String node) {
        GossipRow row = table.get(node);
        return row != null && row.isSuspect();
    }

    /** Those that this node itself could not reach, for the coordinator. */
    public List<String> suspects() {
        return table.suspectedHere();
    }

    /** Members that this node knows as suspect, whoever said so. */
    public int suspected() {
        return table.suspected();
    }

    /** How often this node itself came to suspect somebody. */
    public long suspicions() {
        return suspicions;
    }

    /** Messages that left, answers among them. */
    public long sent() {
        return sent;
    }

    /** For people. */
    List<Item> items(long now) {
        table.heard(now, self, epoch);
        return table.items(now);
    }
}
