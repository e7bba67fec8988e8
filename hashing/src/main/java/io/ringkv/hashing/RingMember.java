package io.ringkv.hashing;

/**
 * A node as placement sees it: its stable id, its share of the load relative to others, and the zone that may fail as
 * one. An empty zone means that none was given: such a node counts as a zone of its own.
 */
public record RingMember(String id, int weight, String zone) {
    /** More virtual nodes than this make a ring slower, not fairer. */
    public static final int WEIGHT_MAX = 1000;

    public RingMember {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a ring member needs an id");
        }
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight " + weight + " of " + id + " is outside 1.."
                    + WEIGHT_MAX + "; drain a node instead of giving it 0");
        }
    }

    public static RingMember of(String id) {
        return new RingMember(id, 1, "");
    }
}
