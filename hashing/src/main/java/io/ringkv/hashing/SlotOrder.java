package io.ringkv.hashing;

/**
 * The order in which placement visits the slots: a fixed shuffle, the same for every cluster and every release.
 *
 * <p>Visited in their own order, the slots that find their node full would be neighbours, and one successor would take
 * them all. The shuffle is Fisher-Yates from the last position down, drawing from SplitMix64 (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators") seeded with {@link #SEED}, reduced by unsigned remainder.
 */
final class SlotOrder {
    /** "RingKV" in ASCII. Another seed is another placement, so it never changes. */
    static final long SEED = 0x52696E674B56L;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int[] ORDER = shuffled();

    private SlotOrder() {}

    static int slotAt(int position) {
        return ORDER[position];
    }

    private static int[] shuffled() {
        int[] order = new int[Slots.COUNT];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        long state = SEED;
        for (int i = order.length - 1; i > 0; i--) {
            state += GOLDEN_GAMMA;
            int j = (int) Long.remainderUnsigned(mix(state), i + 1L);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
