package io.ringkv.client.command;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import java.util.List;
import java.util.function.Predicate;

/** A node that is to leave, or to stay: asked for by its id, and looked at until its data is elsewhere. */
final class Departure {
    private final NamedNode node;
    private long epoch;

    /** What was seen of the node at one time. */
    record Seen(String node, String state, long slots, boolean calledOff, MovesLeft left)
            implements Waiting.Progress {
        boolean removed() {
            return state.equals(NamedNode.REMOVED);
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

    Departure(Cluster cluster, String id) {
        this.node = NamedNode.of(cluster, id);
    }

    /** What it would move, and where that leads; nothing is changed. */
    Report planned(Request.Builder change) {
        return MovesReport.of(new MovesLeft(plan(change)), -1);
    }

    /** The coordinator's answer to that. */
    Reply plan(Request.Builder change) {
        return node.demand(change.option(io.ringkv.protocol.Option.PLAN).build());
    }

    /** @param request names the node */
    void begin(Request request) {
        epoch = node.demand(request).longField("epoch", 0);
    }

    Seen look() {
        Reply nodes = node.list();
        String state = node.stateIn(nodes);
        // Whoever answers may not know yet what was asked for.
        boolean calledOff = state.equals("UP") && nodes.longField("epoch", 0) >= epoch;
        MovesLeft left = node.movesLeft();
        return new Seen(node.id(), state, left.slotsNeeding(node.id()), calledOff, left);
    }

    /** What was seen when it was gone. The command ends otherwise when somebody else has decided so. */
    Seen await(Waiting waiting, Predicate<Seen> gone) {
        Seen seen = waiting.until(this::look, now -> gone.test(now) || now.calledOff());
        if (seen.calledOff()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "somebody has called it off: " + node.id()
                            + " stays, and is UP; see: kv nodes");
        }
        return seen;
    }
}
