package io.ringkv.node.core;

/**
 * Whether one peer is there: asked directly first, then through others. Counts their answers; what follows from them is
 * {@link Gossip}'s to say.
 */
final class GossipQuestion {
    final String target;
    long deadline;
    private int asked;
    private int denied;

    GossipQuestion(String target, long deadline) {
        this.target = target;
        this.deadline = deadline;
    }

    void askedOthers(int helpers, long newDeadline) {
        asked = helpers;
        deadline = newDeadline;
    }

    boolean isIndirect() {
        return asked > 0;
    }

    void denied() {
        denied++;
    }

    /** All who answered do not reach it either, and somebody did answer: else this node may be the one cut off. */
    boolean isDenied() {
        return denied > 0;
    }

    boolean isDeniedByAll() {
        return denied == asked;
    }
}
