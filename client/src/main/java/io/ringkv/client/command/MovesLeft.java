package io.ringkv.client.command;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

/**
 * What a coordinator says is left to move, or would move: {@code REBALANCE STATUS} and {@code PLAN}. One reading of
 * these replies for all commands that show or await them.
 */
record MovesLeft(Reply reply) implements Waiting.Progress {
    static MovesLeft ask(Cluster cluster, ClusterWord word) {
        return new MovesLeft(word.demand(cluster, question("STATUS").build()));
    }

    static Request.Builder question(String action) {
        return Request.builder(Verb.REBALANCE).argument(action);
    }

    /** Copies of slots that are not yet where they are to be. */
    long copies() {
        return reply.longField("copies", 0);
    }

    /** An estimate. */
    long bytes() {
        return reply.longField("bytes", 0);
    }

    /** Copies that are to be given up where they are; without {@link #copies} that is all that is left to do. */
    private long goes() {
        return reply.items().stream()
                .mapToLong(item -> item.longField("goes", 0))
                .sum();
    }

    boolean nothing() {
        return remaining() == 0;
    }

    /** How many slots need the node: it has a copy, or a take-over may yet ask for what it has. */
    long slotsNeeding(String node) {
        return reply.items().stream()
                .filter(item -> item.word(1).equals(node))
                .mapToLong(item -> item.longField("needed", 0))
                .sum();
    }

    /** {@code running}, {@code paused} or {@code cancelled}; null of a plan. */
    @Nullable
    String mode() {
        return reply.field("moves");
    }

    @Override
    public long remaining() {
        return copies() + goes();
    }

    @Override
    public String text() {
        return copies() == 0
                ? goes() + " copies of slots to give up" + still()
                : copies() + " copies of slots to move, about " + Sizes.text(bytes()) + still();
    }

    /** Why nothing moves, and what makes it; empty when it does. */
    String still() {
        String mode = mode();
        return mode == null || mode.equals("running")
                ? ""
                : "; moves are " + mode + ": kv rebalance resume";
    }
}
