package io.ringkv.hashing;

/**
 * What a cluster decides once about its ring. Changing any of the three moves data, and every process that computes a
 * placement must use the same, so they travel with the view.
 *
 * @param replicas copies of each slot, as far as there are nodes
 * @param virtualNodesPerWeight points on the circle for each unit of weight
 * @param loadBound how far above its fair share a node may be loaded: 0.10 means a tenth
 */
public record RingSettings(int replicas, int virtualNodesPerWeight, double loadBound) {
    public static final RingSettings DEFAULT = new RingSettings(3, 100, 0.10);

    public RingSettings {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas must be at least 1, not " + replicas);
        }
        if (virtualNodesPerWeight < 1) {
            throw new IllegalArgumentException(
                    "virtual nodes must be at least 1, not " + virtualNodesPerWeight);
        }
        if (!(loadBound >= 0) || Double.isInfinite(loadBound)) {
            throw new IllegalArgumentException(
                    "the load bound must be a number from 0, not " + loadBound);
        }
    }
}
