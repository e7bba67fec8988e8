package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.util.List;
import java.util.function.Predicate;

/** A node that is to leave, or to stay: asked for by its id, and looked at until its data is elsewhere. */
final class Departure {
    static final String REMOVED = "REMOVED";

    private final Cluster cluster;
    private final ClusterWord word;
    private final String node;
    private long epoch;

    /** What was seen of the node at one time. */
    record Seen(String node, String state, long slots, boolean calledOff, MovesLeft left)
            implements Waiting.Progress {
        boolean removed() {
            return state.equals(REMOVED);
        }

        boolean empty() {
            return slots == 0 || removed();
        }

        @Override
        public long remaining() {
            return slots;
        }

        @Override
        public String text() {
            return node + ": " + slots + " copies of slots still on it; about "
                    + Sizes.text(left.bytes()) + " to move" + left.still();
        }

        Report report() {
            return new Report("nodes", List.of("node", "state", "slots")).row(node, state, slots);
        }
    }

    Departure(Cluster cluster, String node) {
        Bounds.node(node);
        this.cluster = cluster;
        this.node = node;
        this.word = ClusterWord.ask(cluster).ofCoordinator();
    }

    /** What it would move, and where that leads; nothing is changed. */
    Report planned(Request.Builder change) {
        return MovesReport.of(new MovesLeft(plan(change)), -1);
    }

    /** The coordinator's answer to that. */
    Reply plan(Request.Builder change) {
        return demand(change.option(io.ringkv.protocol.Option.PLAN).build());
    }

    /** @param request names the node */
    void begin(Request request) {
        epoch = demand(request).longField("epoch", 0);
    }

    private Reply demand(Request request) {
        try {
            return word.demand(cluster, request);
        } catch (KvException e) {
            if (e.code().equals(ErrorCode.BAD_ARGUMENT.name())) {
                demandThatItIsThere();
            }
            throw e;
        }
    }

    private void demandThatItIsThere() {
        List<Item> nodes = nodes().items();
        if (nodes.stream().noneMatch(item -> item.word(1).equals(node))) {
            throw Servers.unknown(
                    node,
                    nodes.stream()
                            .filter(item -> !state(item).equals(REMOVED))
                            .map(item -> item.word(1))
                            .toList());
        }
    }

    Seen look() {
        Reply nodes = nodes();
        String state = nodes.items().stream()
                .filter(item -> item.word(1).equals(node))
                .map(Departure::state)
                .findFirst()
                .orElse(REMOVED);
        // Whoever answers may not know yet what was asked for.
        boolean calledOff = state.equals("UP") && nodes.longField("epoch", 0) >= epoch;
        MovesLeft left = MovesLeft.ask(cluster, word);
        return new Seen(node, state, left.slotsNeeding(node), calledOff, left);
    }

    private static String state(Item item) {
        String state = item.field("state");
        return state == null ? "" : state;
    }

    private Reply nodes() {
        return word.demand(cluster, Request.of(Verb.LIST_NODES));
    }

    /** What was seen when it was gone. The command ends otherwise when somebody else has decided so. */
    Seen await(Waiting waiting, Predicate<Seen> gone) {
        Seen seen = waiting.until(this::look, now -> gone.test(now) || now.calledOff());
        if (seen.calledOff()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "somebody has called it off: " + node + " stays, and is UP; see: kv nodes");
        }
        return seen;
    }
}
